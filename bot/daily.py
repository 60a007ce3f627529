"""Dailies: one post a day, from which each player plays alone until the quiz closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot import plans, turns
from bot.cards import Card
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally, score, total
from bot.engine.turn import GRACE
from bot.plans import plan_next
from bot.ports import Unreachable
from bot.shell import Shell
from bot.show import dailies
from bot.store import due, players, quizzes, schedules, scores
from bot.store.counts import What
from bot.store.due import Claim, Work
from bot.store.schedules import RoomSchedule
from questions.model import Question

CLOSE_DAILY = "close-daily"
REVEAL_DAILY = "reveal-daily"

_log = structlog.get_logger()


async def open_daily(shell: Shell, claim: Claim) -> None:
    """Open a schedule's quiz for today, unless it has had one; a day that is over is not made up for."""
    schedule_id, _, planned = claim.subject.partition("/")
    schedule = await shell.store.read(lambda c: schedules.find_schedule(c, schedule_id))
    if schedule is None or schedule.paused_at is not None:
        return
    now = shell.clock.now()
    # Not the day that the work was written for: if nothing ran since then, today's may be late as well.
    today = schedule.rule.date_at(now)
    runs = schedule.rule.occurrence(today)
    quiz, questions = None, []
    if runs is not None and runs <= now:
        quiz = _daily(shell, schedule, today, now)
        questions = await turns.draw_for(shell, quiz)
        quiz = replace(quiz, length=len(questions))
    if quiz is not None and not questions:
        _log.warning("no questions for a daily", community=quiz.community, room=quiz.room, topic=quiz.topic)
        quiz = None
    await shell.store.write(lambda c: _open(c, schedule, quiz, questions, runs or now, now))
    _note_skipped(shell, schedule, date.fromisoformat(planned), today)
    shell.wake()


async def post_daily(shell: Shell, claim: Claim) -> None:
    """Show the day's quiz in its room; where that can be no more, the room's schedules pause.

    Raises:
        Unreachable: it cannot be.
        TryLater: not now.
    """
    quiz = await shell.store.read(lambda c: quizzes.find_quiz(c, claim.subject))
    if quiz is None or quiz.message is not None:
        return
    card = dailies.daily(shell.bank, quiz)
    if quiz.closed_at is not None:
        card = await _answers(shell, quiz)
    try:
        message = await shell.stages[claim.platform].post(quiz.community, quiz.room, card, quiz.id)
    except Unreachable:
        await plans.pause_room(shell, quiz.community, quiz.room)
        raise
    await shell.store.write(lambda c: quizzes.put_message(c, quiz.id, message))


async def close_daily(shell: Shell, claim: Claim) -> None:
    """Close a daily for good and settle its points."""
    now = shell.clock.now()
    await shell.store.write(lambda c: _close(c, claim.subject, now))
    shell.wake()


async def reveal_daily(shell: Shell, claim: Claim) -> None:
    """Show the answers and the standings in the place of the day's post."""
    quiz = await shell.store.read(lambda c: quizzes.find_quiz(c, claim.subject))
    if quiz is None or quiz.message is None:
        return
    card = await _answers(shell, quiz)
    await shell.stages[claim.platform].edit(quiz.community, quiz.room, quiz.message, card)


def _note_skipped(shell: Shell, schedule: RoomSchedule, planned: date, today: date) -> None:
    """Tell the operator of each day that went by while nothing ran."""
    for passed in range((today - planned).days):
        day = planned + timedelta(days=passed)
        if schedule.rule.occurrence(day) is not None:
            shell.counts[plans.OPEN_DAILY, What.SKIPPED] += 1
            where = {"community": schedule.community, "room": schedule.room}
            _log.warning("a daily was skipped: its day is over", **where, day=day.isoformat())


def _daily(shell: Shell, schedule: RoomSchedule, day: date, now: datetime) -> Quiz:
    return Quiz(
        id=shell.new_id(),
        community=schedule.community,
        room=schedule.room,
        mode=Mode.DAILY,
        topic=schedule.topic,
        language=schedule.language,
        length=schedule.questions,
        seconds=0,
        pause=0,
        starter=schedule.set_by,
        day=day,
        opened_at=now,
        cause=f"daily/{schedule.id}/{day}",
        schedule=schedule.id,
        closes_at=schedule.rule.closes(day),
    )


def _open(
    connection: Connection,
    schedule: RoomSchedule,
    quiz: Quiz | None,
    questions: list[Question],
    runs: datetime,
    now: datetime,
) -> None:
    if schedules.find_schedule(connection, schedule.id, lock=True) != schedule:
        return
    # The unique key (schedule, date) keeps a second quiz of the day out, whoever tries.
    if quiz is not None and quiz.closes_at is not None and quizzes.open_quiz(connection, quiz, questions):
        plans.post(connection, quiz.id, runs)
        rank = plans.rank_at(connection, schedule, quiz.closes_at)
        closes = Work(CLOSE_DAILY, quiz.id, quiz.community, quiz.closes_at + GRACE, rank=rank)
        due.add_work(connection, closes)
    plan_next(connection, schedule, now)


def _close(connection: Connection, quiz_id: str, now: datetime) -> None:
    quiz = quizzes.find_quiz(connection, quiz_id, lock=True)
    if quiz is None or quiz.closed_at is not None:
        return
    quizzes.close_turns(connection, quiz_id, now)
    quizzes.close_quiz(connection, quiz_id, now)
    questions = dict(quizzes.questions_of(connection, quiz_id))
    by_topic: dict[str, dict[str, list[Tally]]] = {}
    for asked, player, given in quizzes.answers_of(connection, quiz_id):
        question = questions[asked]
        tallies = by_topic.setdefault(question.topic, {}).setdefault(player, [])
        tallies.append(score(question.key, given, quiz.language))
    for topic, gathered_by in sorted(by_topic.items()):
        scores.settle_turn(
            connection, quiz_id, topic, {id: total(gathered) for id, gathered in gathered_by.items()}
        )
    scores.settle_quiz(connection, quiz)
    due.add_work(connection, Work(REVEAL_DAILY, quiz_id, quiz.community, now, lane=quiz.lane))


async def _answers(shell: Shell, quiz: Quiz) -> Card:
    questions, tallies, names = await shell.store.read(lambda c: _result(c, quiz))
    return dailies.daily_answers(shell.bank, quiz, questions, tallies, names)


def _result(connection: Connection, quiz: Quiz) -> tuple[list[Question], dict[str, Tally], dict[str, str]]:
    questions = [question for _, question in quizzes.questions_of(connection, quiz.id)]
    tallies = scores.standings(connection, quiz.id)
    return questions, tallies, players.names(connection, quiz.community, tallies)
