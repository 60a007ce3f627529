"""What a player has reached: figures, streak, picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.cards import Card
from bot.ports import Pictures, TryLater, Unreachable
from bot.store import communities, players
from bot.words import say
from tests.bot.fakes import House, Person, card_of, is_refused, pressable, read, read_line
from tests.factories import COMMUNITY, NOON

CLOSE = 12  # seconds until a question of 10 seconds closes
DAY = timedelta(days=1)


async def play(
    house: House, right: tuple[Person, ...], wrong: tuple[Person, ...], topic: str = "history"
) -> None:
    """A round of one question."""
    starter = (right or wrong)[0]
    await starter.types(f"play {topic} 1 10")
    for player in right:
        await player.answers("right")
    for player in wrong:
        await player.answers("wrong")
    await house.pass_time(CLOSE)


async def change(house: House, **changed: Any) -> None:
    """What `/quiz settings` of a moderator does."""
    await house.shell.store.write(
        lambda c: communities.put_settings(
            c, COMMUNITY, replace(communities.settings_of(c, COMMUNITY), **changed)
        )
    )


async def prefer(house: House, id: str, **changed: Any) -> None:
    """What `/quiz me` of a player does, or a moderator who keeps one off the leaderboards."""

    def write(connection: Connection) -> None:
        kept = players.preferences_of(connection, COMMUNITY, id)
        players.put_preferences(connection, COMMUNITY, id, id.title(), replace(kept, **changed))

    await house.shell.store.write(write)


def lines(card: Card) -> list[str]:
    return [read_line(line) for line in card.lines]


async def test_statistics_sum_up_what_one_has_answered(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ana,), (ben,))
    await play(house, (ana, ben), (), "law")
    house.clock.advance(86400)
    await play(house, (ben,), (ana,))
    shown = await ana.types("stats")
    assert read(shown).partition("\n")[0] == "Statistics · Ana"
    assert lines(shown) == [
        "20 points · 2 of 3 right (67%)",
        "Best day: March 2, 2026, 20 points",
        "Streak: 2 days now, longest 2",
        "History: 1 of 2 right (50%)",
        "Law: 1 of 1 right (100%)",
    ]
    assert shown.footnote == say("en", "stats-footnote")


async def test_statistics_speak_the_readers_language(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ana,), (ben,))
    eva = house.person("eva", language="es")
    shown = await eva.types("stats Ana")
    assert lines(shown)[:3] == [
        "10 puntos · 1 de 1 correctas (100%)",
        "Mejor día: 2 de marzo de 2026, 10 puntos",
        "Racha: 1 día ahora, la más larga 1",
    ]
    assert shown.picture is not None
    assert shown.picture.words == (
        "Últimos 28 días, del 3 de febrero al 2 de marzo: 10 puntos en 1 día jugado. "
        "El mejor: 10 el 2 de marzo."
    )


async def test_anybody_sees_anybodys_statistics_by_id_or_name(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ana,), (ben,))
    own = await ana.types("stats")
    for meant in ("ana", "Ana", "@ana", "ANA"):
        assert await ben.types(f"stats {meant}") == own
    await prefer(house, "ana", excluded=True)
    assert await ben.types("stats ana") == own


async def test_a_name_of_two_players_is_asked_back(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ana.named("Sam"),), (ben.named("Sam"),))
    assert is_refused(await ana.types("stats Sam"), "player-ambiguous", given="Sam")
    assert (await ana.types("stats ben")).title.startswith("Statistics")


async def test_who_has_answered_nothing_is_told_so(house: House, ana: Person, ben: Person) -> None:
    assert say("en", "stats-none") in read(await ana.types("stats"))
    assert say("en", "stats-none-other") in read(await ana.types("stats ben"))
    assert say("en", "stats-none") in read(await ana.types("stats ana"))
    assert house.stage.messages == []


async def test_an_open_quiz_tells_nothing(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 2 10")
    await ana.answers("right")
    await ben.answers("right")
    await house.run_due()
    assert say("en", "stats-none") in read(await ana.types("stats"))
    await ana.types("stop")
    await house.pass_time(CLOSE)
    assert "10 points" in read(await ana.types("stats"))


async def test_nothing_counts_in_another_community(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ana,), (ben,))
    abroad = house.person("ana", community="discord:666")
    assert say("en", "stats-none") in read(await abroad.types("stats"))
    assert say("en", "stats-none-other") in read(await abroad.types("stats ben"))


async def test_a_season_changes_no_statistics(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ana,), (ben,))
    before = await ana.types("stats")
    await change(house, season=NOON.date() + DAY)
    assert await ana.types("stats") == before


# --- streaks


async def test_a_streak_grows_day_by_day_and_one_day_a_week_may_be_missed(
    house: House, ana: Person, ben: Person
) -> None:
    shown = []
    for day in range(2, 12):  # Monday, March 2, to Wednesday of the week after
        house.clock.set(datetime(2026, 3, day, 12, tzinfo=UTC))
        if day not in (4, 9):
            await play(house, (ana,), (ben,))
        shown.append(streak_of(await ana.types("stats")))
    assert shown == ["1", "2", "2", "3", "4", "5", "6", "6", "7", "8"]


async def test_a_second_day_missed_in_a_week_ends_the_streak_once_it_is_over(
    house: House, ana: Person, ben: Person
) -> None:
    await play(house, (ana,), (ben,))
    shown = []
    for day in (3, 4, 5):
        house.clock.set(datetime(2026, 3, day, 12, tzinfo=UTC))
        shown.append(streak_of(await ana.types("stats")))
    assert shown == ["1", "1", "0"]
    assert "longest 1" in read(await ana.types("stats"))


async def test_a_streaks_days_are_of_the_communitys_zone(house: House, ana: Person, ben: Person) -> None:
    await change(house, zone="America/Mexico_City")
    for hour in (12, 29):  # noon, and 23:00 of the same day in Mexico City
        house.clock.set(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour))
        await play(house, (ana,), (ben,))
    assert streak_of(await ana.types("stats")) == "1"


async def test_a_daily_that_was_played_holds_the_streak_before_it_closes(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types("schedule set 13:00 UTC history 1")
    shown = []
    for _ in range(3):
        await house.pass_time(86400)
        question = await ana.presses(pressable(house.stage.dailies[-1].card, "start"))
        await ana.presses(next(button for button in question.buttons if button.action.endswith(":wrong")))
        shown.append(lines(await ana.types("stats")))
    assert shown[0] == [say("en", "stats-none")]
    assert [streak_of(card) for card in (await ana.types("stats"),)] == ["3"]
    # What the open one brought is not told.
    assert shown[2][0] == "0 points · 0 of 2 right (0%)"


@pytest.mark.parametrize("by", ["player", "community"])
async def test_a_streak_that_is_off_by_choice_is_shown_to_nobody(
    house: House, ana: Person, ben: Person, by: str
) -> None:
    await play(house, (ana,), (ben,))
    assert "Streak" in read(await ben.types("stats ana"))
    if by == "player":
        await prefer(house, "ana", streak=False)
        assert "Streak" in read(await ben.types("stats"))
    else:
        await change(house, streaks=False)
    for reader in (ana, ben):
        assert "Streak" not in read(await reader.types("stats ana"))


def streak_of(card: Card) -> str:
    (line,) = (line for line in lines(card) if line.startswith("Streak"))
    return line.split()[1]


# --- pictures


async def test_a_reply_carries_the_picture_with_its_words(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ana,), (ben,))
    house.clock.advance(86400)
    await play(house, (ana,), (ben,))
    await play(house, (ana,), (ben,))
    shown = await ana.types("stats")
    assert shown.picture is not None
    assert shown.picture.png.startswith(b"\x89PNG")
    assert shown.picture.words == (
        "Last 28 days, February 4 to March 3: 30 points on 2 days played. Most: 20 on March 3."
    )
    assert shown.buttons == ()
    assert "28 days" not in read(shown)


async def test_days_without_a_point_make_no_best_day(house: House, ana: Person, ben: Person) -> None:
    await play(house, (ben,), (ana,))
    shown = await ana.types("stats")
    assert "Best day" not in read(shown)
    assert shown.picture is not None
    assert shown.picture.words.endswith("0 points on 1 day played.")


async def test_without_an_answer_in_28_days_there_is_a_sentence_and_no_picture(
    house: House, ana: Person, ben: Person
) -> None:
    await play(house, (ana,), (ben,))
    house.clock.set(NOON + 27 * DAY)
    assert (await ana.types("stats")).picture is not None
    house.clock.set(NOON + 28 * DAY)
    shown = await ana.types("stats")
    assert shown.picture is None
    assert say("en", "recent-none") in lines(shown)
    house.stage.pictures = Pictures.DIRECT
    assert (await ana.types("stats")).buttons == ()
    assert say("en", "recent-none") in read(await ana.does_card("picture", player="ana"))
    assert house.stage.sent == []


async def test_where_a_reply_carries_no_picture_it_comes_by_direct_message(
    house: House, ana: Person, ben: Person
) -> None:
    house.stage.pictures = Pictures.DIRECT
    await play(house, (ana,), (ben,))
    shown = await ben.types("stats ana")
    assert shown.picture is None
    words = lines(shown)[-1]
    assert words.startswith("Last 28 days")
    told = await ben.presses(pressable(shown, "picture"))
    assert say("en", "picture-sent") in read(told)
    ((community, player, card),) = house.stage.sent
    assert (community, player) == (COMMUNITY, "ben")
    assert read(card) == "Statistics · Ana"
    assert card.picture is not None
    assert card.picture.png.startswith(b"\x89PNG")
    assert card.picture.words == words
    assert "Ana" not in {message.card.title for message in house.stage.messages}


async def test_where_there_are_only_words_the_picture_is_told(house: House, ana: Person, ben: Person) -> None:
    house.stage.pictures = Pictures.WORDS
    await play(house, (ana,), (ben,))
    shown = await ana.types("stats")
    assert (shown.picture, shown.buttons) == (None, ())
    assert lines(shown)[-1].startswith("Last 28 days")


async def test_a_picture_that_is_asked_for_twice_by_one_event_is_sent_once(
    house: House, ana: Person, ben: Person
) -> None:
    await play(house, (ana,), (ben,))
    told = [card_of(await ana.does("picture", {"player": "ana"}, cause="click 1")) for _ in range(2)]
    assert told[0] == told[1]
    assert len(house.stage.sent) == 1
    await ana.does("picture", {"player": "ana"}, cause="click 2")
    assert len(house.stage.sent) == 2


@pytest.mark.parametrize(
    ("fault", "word"),
    [(Unreachable("closed"), "picture-unreachable"), (TryLater("slow"), "picture-later")],
    ids=["unreachable", "later"],
)
async def test_a_picture_that_cannot_be_sent_is_told_so_and_may_be_asked_for_again(
    house: House, ana: Person, ben: Person, fault: Exception, word: str
) -> None:
    await play(house, (ana,), (ben,))
    house.stage.faults.append(fault)
    assert is_refused(await ana.does_card("picture", player="ana"), word)
    assert say("en", "picture-sent") in read(await ana.does_card("picture", player="ana"))
    assert len(house.stage.sent) == 1


async def test_a_picture_can_be_asked_of_another_process(house: House, ana: Person, ben: Person) -> None:
    house.stage.pictures = Pictures.DIRECT
    await play(house, (ana,), (ben,))
    button = pressable(await ana.types("stats"), "picture")
    await house.restart()
    assert say("en", "picture-sent") in read(await ana.presses(button))
