"""Each check of chaos sees what it is for: a world in which all is well, and one thing broken in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.engine.quiz import Mode
from bot.timekeeper import NEVER_CONFIRMED
from bot.words import say
from tests.chaos.checks import (
    Seen,
    Window,
    astray,
    lost_or_twice,
    not_once,
    too_late,
    undone,
    unrevealed,
    violations,
)
from tests.chaos.faults import KILL, Fault
from tests.chaos.hands import DiscordHands, Hands, Room, SlackHands
from tests.chaos.held import Held, HeldAnswer, HeldQuiz, HeldTurn
from tests.chaos.recovery import standstills
from tests.chaos.seen import Click, Post, State

RECORDED = say("en", "recorded-title")
OPENED, CLOSES, CLOSED = 100.0, 110.0, 112.0


class _Sim:
    """A stand-in without anything in it."""

    def apply_response(self, action: Any, body: Any, by: str) -> None:
        return None


def _room(hands: Hands, id: str) -> Room:
    return Room(hands, f"{hands.platform}:1", id, None, ())


def _post(id: str, *states: tuple[float, str]) -> Post:
    return Post(id, tuple(State(at, tuple(button.split()), "") for at, button in states))


SLACK = _room(SlackHands(_Sim()), "C1")
DISCORD = _room(DiscordHands(_Sim()), "2")
QUESTION = _post("m1", (100.5, "answer:t1:a answer:t1:b next:t1"), (112.5, ""))
STANDINGS = _post("m2", (113.0, "again:q1"))
DAILY = _post("m3", (100.0, "start:q2"), (300.0, "mine:q2"))


def _click(**changed: Any) -> Click:
    return replace(Click("slack:1", "C1", "t1", "U1", "a", 105.0, "slack:1", RECORDED), **changed)


def _seen(**changed: Any) -> Seen:
    posts = {SLACK: (QUESTION, STANDINGS), DISCORD: (DAILY,)}
    return replace(Seen([_click()], posts, [], [], [], {"s1"}), **changed)


def _held(**changed: Any) -> Held:
    quizzes = {
        "q1": HeldQuiz("q1", "slack:1", "C1", Mode.LIVE, None, None, closed=True),
        "q2": HeldQuiz("q2", "discord:1", "2", Mode.DAILY, "s1", "m3", closed=True),
    }
    turns = {"t1": HeldTurn("t1", "q1", True, OPENED, CLOSES, CLOSED, "m1")}
    answers = {("t1", "U1"): HeldAnswer("a", 105.0, "slack:1")}
    return replace(Held(quizzes, turns, answers, [], {}), **changed)


def test_a_run_in_which_all_is_well_breaks_nothing() -> None:
    seen, held = _seen(), _held()
    for check in (lost_or_twice, too_late, unrevealed, astray):
        assert list(check(seen, held)) == []
    assert not_once(seen, held) == ([], [])
    assert violations(seen) == ([], {})


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {("t1", "U1"): HeldAnswer("b", 105.0, "slack:1")},
        {("t1", "U1"): HeldAnswer("a", 105.0, "slack:other")},
    ],
)
def test_an_acknowledged_answer_that_is_not_stored_as_it_was_given_is_lost(
    answers: dict[tuple[str, str], HeldAnswer],
) -> None:
    found = list(lost_or_twice(_seen(), _held(answers=answers)))
    assert [sentence.partition(":")[0] for sentence in found if not sentence.startswith("nobody")] == ["lost"]


def test_an_answer_that_nobody_was_told_of_may_be_missing() -> None:
    assert list(lost_or_twice(_seen(clicks=[_click(told="")]), _held(answers={}))) == []


def test_two_clicks_that_are_both_told_to_count_are_one_too_many() -> None:
    (lost, twice) = lost_or_twice(_seen(clicks=[_click(), _click(cause="slack:2")]), _held())
    assert lost.startswith("lost")
    assert twice.startswith("twice")


def test_an_answer_that_nobody_gave_is_found() -> None:
    (found,) = lost_or_twice(_seen(clicks=[]), _held())
    assert found.startswith("nobody gave")


def test_an_answer_that_counts_behind_its_deadline_is_found_by_either_clock() -> None:
    (by_the_click,) = too_late(_seen(clicks=[_click(at=CLOSES + 0.2)]), _held())
    assert "was recorded" in by_the_click
    late = {("t1", "U1"): HeldAnswer("a", CLOSES + 0.001, "slack:1")}
    (by_the_row,) = too_late(_seen(), _held(answers=late))
    assert "counts" in by_the_row


def test_a_repeated_post_is_a_window_on_slack_alone_and_only_if_a_fault_explains_it() -> None:
    again = replace(QUESTION, id="m9", states=(State(108.0, ("answer:t1:a",), ""), State(112.5, (), "")))
    posts = {SLACK: (QUESTION, again, STANDINGS), DISCORD: (DAILY,)}
    kill = [Fault(101.0, KILL)]
    assert not_once(_seen(posts=posts, faults=kill), _held()) == (
        [],
        [Window("slack", "answer:t1", 7.5)],
    )
    assert not_once(_seen(posts=posts, uncertain=[100.5]), _held())[1]
    for others in ({}, {"faults": [Fault(100.0 + 13, KILL)]}, {"uncertain": [103.0]}):
        (unexplained,) = not_once(_seen(posts=posts, **others), _held())[0]
        assert unexplained.startswith("posted again")
    twice = {SLACK: (QUESTION, STANDINGS), DISCORD: (DAILY, replace(DAILY, id="m8"))}
    (on_discord,) = not_once(_seen(posts=twice, faults=kill), _held())[0]
    assert on_discord.startswith("posted again")


def test_what_was_never_posted_is_found() -> None:
    nothing = {SLACK: (), DISCORD: ()}
    found = not_once(_seen(posts=nothing), _held())[0]
    assert [sentence.partition(":")[0] for sentence in found] == [
        "never posted",
        "no standings",
        "never posted",
    ]


def test_work_may_be_given_up_only_after_two_sends_that_slack_never_confirmed() -> None:
    aside = {"post-turn:t1": f"{NEVER_CONFIRMED}: HTTP 502", "close-turn:t1": "KeyError"}
    turns = {"t1": replace(_held().turns["t1"], message=None)}
    held = _held(set_aside=aside, turns=turns)
    twice = _seen(posts={SLACK: (STANDINGS,), DISCORD: (DAILY,)}, uncertain=[100.5, 111.0])
    assert list(undone(twice, held)) == ["set aside: close-turn:t1: KeyError"]
    assert not_once(twice, held)[0] == []
    once = replace(twice, uncertain=[100.5])
    assert len(list(undone(once, held))) == 2
    assert len(not_once(once, held)[0]) == 1


def test_a_schedule_has_one_daily_neither_none_nor_two() -> None:
    held = _held()
    assert not_once(_seen(schedules={"s1", "s2"}), held)[0] == ["no daily of schedule s2"]
    second = replace(held.quizzes["q2"], id="q3")
    two = not_once(_seen(), replace(held, quizzes={**held.quizzes, "q3": second}))[0]
    assert two == ["2 dailies of schedule s1"]


def test_a_question_or_a_daily_that_still_shows_its_buttons_is_not_revealed() -> None:
    open_still = {SLACK: (_post("m1", (100.5, "answer:t1:a")), STANDINGS), DISCORD: (DAILY,)}
    (question,) = unrevealed(_seen(posts=open_still), _held())
    assert question.startswith("never revealed")
    # A count that is painted over the reveal opens it again.
    painted = _post("m3", (100.0, "start:q2"), (300.0, ""), (301.0, "start:q2"))
    (daily,) = unrevealed(_seen(posts={SLACK: (QUESTION, STANDINGS), DISCORD: (painted,)}), _held())
    assert daily.startswith("never revealed")


def test_a_message_in_another_room_is_astray() -> None:
    (found,) = astray(_seen(posts={SLACK: (QUESTION,), DISCORD: (STANDINGS,)}), _held())
    assert found.startswith("astray: again:q1")


def test_what_a_platform_forbids_is_broken_and_what_a_fault_explains_is_counted() -> None:
    told = [
        {"what": "Invalid Form Body"},
        {"what": "no acknowledgement within the deadline"},
        {"what": "no acknowledgement within the deadline"},
    ]
    broken, explained = violations(_seen(violations=told))
    assert len(broken) == 1
    assert explained == {"no acknowledgement within the deadline": 2}


def test_a_standstill_counts_from_the_kill_or_the_restart_or_the_time_of_the_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.chaos.recovery.time.time", lambda: 1000.0)
    monkeypatch.setattr("tests.chaos.recovery.time.monotonic", lambda: 1000.0)
    late = replace(QUESTION, states=(QUESTION.states[0], State(120.0, (), "")))
    seen = _seen(posts={SLACK: (late, STANDINGS)}, faults=[Fault(113.0, KILL)])
    held = _held(turns={"t1": HeldTurn("t1", "q1", True, OPENED, CLOSES, 119.0, "m1")})
    (alone,) = standstills(seen, held, [[(113.0, 116.0)]])
    (with_a_peer,) = standstills(seen, held, [[(113.0, 116.0)], [(90.0, 95.0)]])
    (both_down,) = standstills(seen, held, [[(113.0, 116.0)], [(90.0, 117.0)]])
    (before,) = standstills(seen, held, [[(105.0, 106.0)], []])
    assert (alone.seconds, with_a_peer.seconds, both_down.seconds, before.seconds) == (4.0, 7.0, 4.0, 8.0)
    assert with_a_peer.alone
    assert not next(standstills(seen, held, [[(113.0, 114.0), (115.0, 116.0)]])).alone
    assert list(standstills(seen, held, [[(90.0, 95.0)]])) == []
