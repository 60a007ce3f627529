"""Practice: a quiz of one's own, at one's own pace, told at once what was right, counted nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot import self_paced, turns
from bot.engine.leaderboard import local_date
from bot.engine.quiz import Mode, Quiz
from bot.engine.turn import GRACE
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show.parts import theme
from bot.store import communities, due, quizzes
from bot.store.due import Claim, Work
from bot.turns import QUESTIONS
from questions.model import Question

CLOSE_PRACTICE = "close-practice"
# What has no time limit closes after a day.
OPEN_FOR = timedelta(hours=24)


async def practice(shell: Shell, request: Request, room: Room) -> Reply:
    """Draw questions for one player alone and show the first.

    Raises:
        Refusal: no question fits.
    """
    quiz = await _draft(shell, request, room)
    questions = await turns.draw_for(shell, quiz)
    if not questions:
        raise Refusal("no-questions", theme=theme(shell.bank, quiz, request.player.language))
    quiz = replace(quiz, length=len(questions))
    begun = await shell.store.write(lambda c: _begin(c, quiz, questions))
    return Reply(await self_paced.current(shell, request, room, begun))


async def close_practice(shell: Shell, claim: Claim) -> None:
    """Close what a player has left open."""
    now = shell.clock.now()

    def close(connection: Connection) -> None:
        quizzes.close_turns(connection, claim.subject, now)
        quizzes.close_quiz(connection, claim.subject, now)

    await shell.store.write(close)


async def _draft(shell: Shell, request: Request, room: Room) -> Quiz:
    now = shell.clock.now()
    zone = await shell.store.read(lambda c: communities.zone_of(c, room.community))
    given = request.arguments
    return Quiz(
        id=shell.new_id(),
        community=room.community,
        room=room.id,
        mode=Mode.PRACTICE,
        topic=str(given["topic"]) if "topic" in given else None,
        language=turns.language(request, None),
        length=int(given.get("questions", QUESTIONS)),
        seconds=0,
        pause=0,
        starter=request.player.id,
        day=local_date(now, zone),
        opened_at=now,
        cause=request.cause,
        closes_at=now + OPEN_FOR,
    )


def _begin(connection: Connection, quiz: Quiz, questions: list[Question]) -> str:
    """Write a quiz down; its id, or that of the quiz which this very request has begun before."""
    if not quizzes.open_quiz(connection, quiz, questions):
        begun = quizzes.quiz_of_cause(connection, quiz.cause)
        return begun.id if begun is not None else quiz.id
    if quiz.closes_at is not None:
        due.add_work(connection, Work(CLOSE_PRACTICE, quiz.id, quiz.community, quiz.closes_at + GRACE))
    return quiz.id
