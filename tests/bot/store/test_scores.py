"""Points: a projection of answers, settled when turns and quizzes close."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Select, insert, select

from bot.engine.counting import Uncounted
from bot.engine.leaderboard import Field, Page, Standing, ranked
from bot.engine.preferences import Preferences
from bot.engine.quiz import Mode, Quiz
from bot.engine.schedule import Schedule
from bot.engine.scoring import Tally, score, score_turn, total
from bot.engine.statistics import Played
from bot.store import players, quizzes, rebuild, schedules, scores, tables
from bot.store.answers import Draft, answers_in, given_in, record
from tests.factories import COMMUNITY, NOON, ROOM, answer, question, quiz, room_schedule, turn

MONDAY = NOON.date()
TUESDAY = MONDAY + timedelta(1)
ONE = Tally(10, 1, 1)
NONE = Tally(0, 0, 1)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def whole(connection: Connection, field: Field, reader: str = "nobody") -> tuple[Standing, ...]:
    """A leaderboard from its first page to its last."""
    first = scores.page(connection, field, 1, reader)
    rest = (scores.page(connection, field, number, reader) for number in range(2, first.pages + 1))
    return first.lines + tuple(line for page in rest for line in page.lines)


def everyone(connection: Connection, community: str = COMMUNITY, **within: Any) -> dict[str, Tally]:
    """Each player's tally, as a leaderboard shows it."""
    return {line.player: line.tally for line in whole(connection, Field(community, **within))}


def settle(connection: Connection, opened: Quiz, **topics: dict[str, Tally]) -> None:
    """Play a quiz to its end; `topics` tells what each turn brought."""
    quizzes.open_quiz(connection, opened, [question()])
    for topic, tallies in topics.items():
        scores.settle_turn(connection, opened.id, topic, tallies)
    quizzes.close_quiz(connection, opened.id, NOON)
    scores.settle_quiz(connection, opened)


def table(id: str, **changes: Any) -> Quiz:
    """A round whose players share a screen: it counts whoever plays it."""
    return quiz(id, present=frozenset({"ana"}), **changes)


def test_a_turn_adds_to_the_standings_of_its_quiz(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    quizzes.open_quiz(connection, quiz("other", room="other"), [question()])
    scores.settle_turn(connection, "quiz", "history", {"ana": ONE, "bea": NONE})
    scores.settle_turn(connection, "quiz", "history", {"ana": ONE, "cem": NONE})
    scores.settle_turn(connection, "quiz", "law", {"ana": NONE})
    scores.settle_turn(connection, "other", "law", {"ana": ONE})
    assert scores.standings(connection, "quiz") == {"ana": Tally(20, 2, 3), "bea": NONE, "cem": NONE}
    assert scores.standings(connection, "other") == {"ana": ONE}


def test_a_turn_that_nobody_answered_adds_nothing(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    scores.settle_turn(connection, "quiz", "history", {})
    scores.settle_quiz(connection, quiz())
    assert scores.standings(connection, "quiz") == {}
    assert everyone(connection) == {}


def test_points_reach_no_leaderboard_before_the_quiz_closes(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    scores.settle_turn(connection, "quiz", "history", {"ana": ONE})
    assert everyone(connection) == {}


def test_totals_are_told_apart_by_community_room_topic_and_date(connection: Connection) -> None:
    settle(connection, table("1"), history={"ana": ONE, "bea": NONE}, law={"ana": ONE})
    settle(connection, table("2", day=TUESDAY), history={"ana": ONE})
    settle(connection, table("3", room="other"), history={"bea": ONE})
    settle(connection, table("4", community="slack:T1"), history={"ana": ONE})

    def points(room: str | None, topic: str | None, since: date | None) -> dict[str, int]:
        found = everyone(connection, room=room, topic=topic, since=since)
        return {player: tally.points for player, tally in found.items()}

    assert points(None, None, None) == {"ana": 30, "bea": 10}
    assert points(ROOM, None, None) == {"ana": 30, "bea": 0}
    assert points("other", None, None) == {"bea": 10}
    assert points(None, "history", None) == {"ana": 20, "bea": 10}
    assert points(None, "law", None) == {"ana": 10}
    assert points(None, None, MONDAY) == {"ana": 30, "bea": 10}
    assert points(None, None, TUESDAY) == {"ana": 10}
    assert points(None, None, TUESDAY + timedelta(1)) == {}
    assert points(ROOM, "history", TUESDAY) == {"ana": 10}
    assert points("nowhere", None, None) == {}
    assert everyone(connection, "slack:T1") == {"ana": ONE}


def test_quizzes_of_one_day_and_room_are_summed(connection: Connection) -> None:
    for id in ("1", "2", "3"):
        settle(connection, quiz(id), history={"ana": ONE, "bea": NONE})
    assert everyone(connection, room=ROOM, topic="history", since=MONDAY) == {
        "ana": Tally(30, 3, 3),
        "bea": Tally(0, 0, 3),
    }


# --- pages


def write(connection: Connection, points: Mapping[str, int], **place: Any) -> None:
    """Write how many points players have, in tens, without playing for them."""
    plain = {"community": COMMUNITY, "room": ROOM, "topic": "history", "day": MONDAY} | place
    rows = [
        plain | {"player": id, "points": 10 * right, "correct": right, "answered": 9}
        for id, right in points.items()
    ]
    if rows:
        connection.execute(insert(tables.total), rows)


def exclude(connection: Connection, *ids: str) -> None:
    for id in ids:
        players.put_preferences(connection, COMMUNITY, id, id.title(), Preferences(excluded=True))


RIGHT = {f"p{number:02}": number % 7 for number in range(23)}


def test_a_page_shows_ten_and_counts_the_pages(connection: Connection) -> None:
    write(connection, RIGHT)
    order = ranked({id: Tally(10 * right, right, 9) for id, right in RIGHT.items()})
    field = Field(COMMUNITY)
    for number, lines in ((1, order[:10]), (2, order[10:20]), (3, order[20:])):
        assert scores.page(connection, field, number, "p08") == Page(
            lines, next(line for line in order if line.player == "p08"), number, 3
        )


def test_a_page_beyond_the_end_is_the_last_one(connection: Connection) -> None:
    write(connection, RIGHT)
    last = scores.page(connection, Field(COMMUNITY), 3, "p08")
    for number in (4, 5, 10**9):
        assert scores.page(connection, Field(COMMUNITY), number, "p08") == last
    write(connection, dict.fromkeys((f"q{number}" for number in range(7)), 0))
    assert scores.page(connection, Field(COMMUNITY), 9, "nobody").number == 3
    assert scores.page(connection, Field("slack:T1"), 9, "nobody") == Page(())


def test_who_has_played_nothing_has_no_line_and_who_scored_nothing_has(connection: Connection) -> None:
    write(connection, RIGHT)
    assert scores.page(connection, Field(COMMUNITY), 1, "nobody").own is None
    own = scores.page(connection, Field(COMMUNITY), 1, "p21").own
    assert own == Standing(20, "p21", Tally(0, 0, 9))


def test_who_is_kept_off_is_on_no_page_and_moves_the_others_up(connection: Connection) -> None:
    write(connection, {"ana": 5, "bea": 4, "cem": 3})
    exclude(connection, "ana")
    players.put_preferences(connection, "slack:T1", "bea", "Bea", Preferences(excluded=True))
    assert [(line.rank, line.player) for line in whole(connection, Field(COMMUNITY))] == [
        (1, "bea"),
        (2, "cem"),
    ]
    assert scores.page(connection, Field(COMMUNITY), 1, "ana").own is None


MANY = st.dictionaries(st.integers(0, 99).map(lambda n: f"p{n:02}"), st.integers(0, 4), max_size=45)


@given(monday=MANY, tuesday=MANY, off=st.sets(st.sampled_from([f"p{n:02}" for n in range(100)]), max_size=5))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_are_the_ranking_cut_into_tens(
    engine: Engine, monday: dict[str, int], tuesday: dict[str, int], off: set[str]
) -> None:
    with engine.connect() as connection:
        write(connection, monday)
        write(connection, tuesday, day=TUESDAY, room="other", topic="law")
        exclude(connection, *off)
        gathered = {
            id: Tally(
                10 * (right := monday.get(id, 0) + tuesday.get(id, 0)),
                right,
                9 * ((id in monday) + (id in tuesday)),
            )
            for id in monday.keys() | tuesday.keys()
            if id not in off
        }
        order = ranked(gathered)
        assert whole(connection, Field(COMMUNITY)) == order
        for line in order:
            assert scores.page(connection, Field(COMMUNITY), 2, line.player).own == line
        connection.rollback()


def test_what_a_player_gathered_is_told_by_date_and_topic_over_all_rooms(connection: Connection) -> None:
    write(connection, {"ana": 1, "bea": 2})
    write(connection, {"ana": 2}, room="other")
    write(connection, {"ana": 3}, topic="law")
    write(connection, {"ana": 4}, day=TUESDAY)
    write(connection, {"ana": 5}, community="slack:T1")
    found = scores.played(connection, COMMUNITY, "ana")
    assert sorted(found, key=lambda one: (one.day, one.topic)) == [
        Played(MONDAY, "history", Tally(30, 3, 18)),
        Played(MONDAY, "law", Tally(30, 3, 9)),
        Played(TUESDAY, "history", Tally(40, 4, 9)),
    ]
    assert scores.played(connection, COMMUNITY, "nobody") == []


# --- totals equal what the answers give


@dataclass(frozen=True)
class Click:
    """A player gives an option in a turn, if it is open."""

    quiz: int
    turn: int
    player: str
    given: str


@dataclass(frozen=True)
class Close:
    """A turn is closed; with the last of them its quiz."""

    quiz: int
    turn: int


TURNS = 2
QUIZZES = [
    quiz(
        f"q{number}",
        community=community,
        room=room,
        day=day,
        mode=Mode.DAILY,
        schedule=f"s{number}",
        length=TURNS,
    )
    for number, (community, room, day) in enumerate(
        [
            (COMMUNITY, "a", MONDAY),
            (COMMUNITY, "a", TUESDAY),
            (COMMUNITY, "b", MONDAY),
            ("slack:T1", "a", MONDAY),
        ]
    )
]
PLACES = st.tuples(st.integers(0, len(QUIZZES) - 1), st.integers(0, TURNS - 1))
STEPS = st.lists(
    st.one_of(
        st.builds(
            lambda place, player, given: Click(place[0], place[1], player, given),
            PLACES,
            st.sampled_from(["ana", "bea", "cem"]),
            st.sampled_from(["right", "wrong", "other"]),
        ),
        st.builds(lambda place: Close(place[0], place[1]), PLACES),
    ),
    max_size=40,
)


def id_of(step: Click | Close) -> str:
    return f"q{step.quiz}/{step.turn}"


def play(connection: Connection, steps: Sequence[Click | Close]) -> None:
    asked = [question(f"q{place}", topic=f"topic {place}") for place in range(TURNS)]
    for hour, opened in enumerate(QUIZZES):
        rule = Schedule(time(hour), "UTC")
        schedules.put_schedule(
            connection,
            room_schedule(f"s{hour}", community=opened.community, room=opened.room, rule=rule),
        )
        quizzes.open_quiz(connection, opened, asked)
        for place in range(TURNS):
            quizzes.open_turn(
                connection, turn(f"{opened.id}/{place}", opened, asked[place], position=place + 1)
            )
    for number, step in enumerate(steps):
        if isinstance(step, Click):
            one = answer(step.player, step.given, id_of(step), cause=f"click {number}")
            record(connection, [Draft(one)])
        elif quizzes.close_turn(connection, id_of(step), NOON):
            key, topic = asked[step.turn].key, asked[step.turn].topic
            tallies = {who: score(key, what, "en") for who, what in given_in(connection, id_of(step)).items()}
            scores.settle_turn(connection, f"q{step.quiz}", topic, tallies)
            if all(quizzes.is_closed(connection, f"q{step.quiz}/{place}") for place in range(TURNS)):
                quizzes.close_quiz(connection, f"q{step.quiz}", NOON)
                scores.settle_quiz(connection, QUIZZES[step.quiz])


def recomputed(
    connection: Connection, community: str, room: str | None, topic: str | None, since: date | None
) -> dict[str, Tally]:
    """What a leaderboard says, straight from the answers of closed quizzes."""
    found: dict[str, list[Tally]] = {}
    for opened in counting(connection, community):
        if (room or opened.room) != opened.room or (since or opened.day) > opened.day:
            continue
        for asked in connection.execute(turns_of(opened.id)).all():
            question = dict(quizzes.questions_of(connection, opened.id))[asked.version]
            if (topic or question.topic) == question.topic:
                right = asked.given == "right"
                points = 10 + bonus(opened, asked) if right else 0
                found.setdefault(asked.player, []).append(Tally(points, int(right), 1))
    return {who: total(tallies) for who, tallies in found.items()}


def counting(connection: Connection, community: str) -> list[Quiz]:
    """The closed quizzes that count: of rounds those with two players, the first ten of a room and date."""
    ids = select(tables.quiz.c.id).where(
        tables.quiz.c.closed_at.is_not(None), tables.quiz.c.community == community
    )
    closed = [found for id in connection.scalars(ids) if (found := quizzes.find_quiz(connection, id))]
    counted: Counter[tuple[str, date]] = Counter()
    those: list[Quiz] = []
    for opened in sorted(closed, key=lambda opened: opened.opened_at):
        if opened.mode is Mode.LIVE and not opened.present:
            players = {answered.player for answered in connection.execute(turns_of(opened.id))}
            if len(players) < 2 or counted[opened.room, opened.day] == 10:
                continue
            counted[opened.room, opened.day] += 1
        those.append(opened)
    return those


def turns_of(id: str) -> Select[Any]:
    """Every answer of a quiz with its turn."""
    answers, turns = tables.answer, tables.turn
    return (
        select(turns.c.version, turns.c.opened_at, turns.c.closes_at, answers.c.player, answers.c.given)
        .add_columns(answers.c.at)
        .join(answers, answers.c.turn == turns.c.id)
        .where(turns.c.quiz == id)
    )


def bonus(opened: Quiz, asked: Any) -> int:
    """Up to five points for the share of the time shown that was left, rounded, a half upwards."""
    if not opened.bonus or opened.seconds == 0:
        return 0
    share: float = (asked.closes_at - asked.at) / (asked.closes_at - asked.opened_at)
    return math.floor(5 * min(1, max(0, share)) + 0.5)


@given(steps=STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_are_what_the_answers_give_whatever_was_played(
    engine: Engine, steps: list[Click | Close]
) -> None:
    with engine.connect() as connection:
        play(connection, steps)
        for community, room, topic, since in product(
            (COMMUNITY, "slack:T1"), (None, "a"), (None, "topic 0"), (None, TUESDAY)
        ):
            expected = recomputed(connection, community, room, topic, since)
            assert everyone(connection, community, room=room, topic=topic, since=since) == expected
        for opened in QUIZZES:
            settled = scores.standings(connection, opened.id)
            done = [place for place in range(TURNS) if quizzes.is_closed(connection, f"{opened.id}/{place}")]
            answered = [who for place in done for who in given_in(connection, f"{opened.id}/{place}")]
            assert sum(tally.answered for tally in settled.values()) == len(answered)
        assert list(rebuild.all_differences(connection)) == []
        connection.rollback()


# --- rounds, one after the other


@dataclass(frozen=True)
class Round:
    """A round of one question; `given` tells who gives what, after how many of its 30 seconds."""

    room: str
    day: date
    given: dict[str, tuple[str, int]]
    bonus: bool = True
    seconds: int | None = 30
    shared_screen: bool = False


GIVEN = st.dictionaries(
    st.sampled_from(["ana", "bea", "cem"]),
    st.tuples(st.sampled_from(["right", "wrong"]), st.integers(0, 30)),
)
ROUNDS = st.lists(
    st.builds(
        Round,
        room=st.sampled_from(["a", "a", "a", "b"]),
        day=st.sampled_from([MONDAY, MONDAY, TUESDAY]),
        given=GIVEN,
        bonus=st.booleans(),
        seconds=st.sampled_from([30, None, 0]),
        shared_screen=st.sampled_from([False, False, False, True]),
    ),
    max_size=16,
)
PAIR = {"ana": ("right", 3), "bea": ("wrong", 4)}
ALONE = {"ana": ("right", 3)}


def play_round(connection: Connection, number: int, played: Round) -> Quiz:
    """Play a round to its end, behind those before it."""
    begins = NOON + number * timedelta(minutes=1)
    present = frozenset({"ana"}) if played.shared_screen else frozenset[str]()
    opened = quiz(
        f"r{number}",
        room=played.room,
        day=played.day,
        opened_at=begins,
        bonus=played.bonus,
        seconds=played.seconds,
        present=present,
    )
    asked = question("q", topic="topic 0")
    quizzes.open_quiz(connection, opened, [asked])
    shared = turn(f"r{number}/0", opened, asked, opened_at=begins, closes_at=begins + timedelta(seconds=30))
    quizzes.open_turn(connection, shared)
    for player, (what, seconds) in played.given.items():
        one = answer(player, what, shared.id, at=begins + timedelta(seconds=seconds))
        record(connection, [Draft(one)])
    quizzes.close_turn(connection, shared.id, begins)
    answers = answers_in(connection, shared.id)
    scores.settle_turn(connection, opened.id, asked.topic, score_turn(opened, shared, answers))
    quizzes.close_quiz(connection, opened.id, begins + timedelta(seconds=30))
    scores.settle_quiz(connection, opened)
    return opened


@given(rounds=ROUNDS)
@example(rounds=[Round("a", MONDAY, PAIR)] * 12)
@example(rounds=[Round("a", MONDAY, ALONE)] * 12 + [Round("a", MONDAY, PAIR)] * 2)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_of_rounds_are_what_the_answers_give_by_the_rules_of_what_counts(
    engine: Engine, rounds: list[Round]
) -> None:
    with engine.connect() as connection:
        opened = [play_round(connection, number, played) for number, played in enumerate(rounds)]
        for room, since in product((None, "a"), (None, TUESDAY)):
            expected = recomputed(connection, COMMUNITY, room, None, since)
            assert everyone(connection, room=room, since=since) == expected
        # Asked later, when more has been played, it says the same of each as it did then.
        counted = {each.id for each in counting(connection, COMMUNITY)}
        assert {each.id for each in opened if scores.why_uncounted(connection, each) is None} == counted
        assert list(rebuild.all_differences(connection)) == []
        connection.rollback()


def test_the_eleventh_round_of_a_room_and_date_does_not_count_and_says_so(connection: Connection) -> None:
    rounds = [Round("a", MONDAY, PAIR)] * 11 + [Round("b", MONDAY, PAIR), Round("a", TUESDAY, PAIR)]
    played = [play_round(connection, number, each) for number, each in enumerate(rounds)]
    why = [scores.why_uncounted(connection, each) for each in played]
    assert why == [None] * 10 + [Uncounted.ENOUGH, None, None]
    assert everyone(connection, room="a")["ana"].correct == 11


def test_a_round_that_one_alone_played_takes_no_place_among_the_ten(connection: Connection) -> None:
    rounds = [Round("a", MONDAY, ALONE)] * 11 + [Round("a", MONDAY, PAIR)]
    played = [play_round(connection, number, each) for number, each in enumerate(rounds)]
    why = [scores.why_uncounted(connection, each) for each in played]
    assert why == [Uncounted.ALONE] * 11 + [None]
