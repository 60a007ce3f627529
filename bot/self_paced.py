"""Quizzes that each player goes through alone: a daily's questions, or practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import turns
from bot.cards import Card, Line
from bot.engine.quiz import Mode, Quiz
from bot.engine.timing import own_close
from bot.engine.turn import Turn
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import dailies, practices
from bot.show.notices import notice
from bot.store import quizzes
from bot.store.answers import Outcome
from questions.grading import Verdict, grade
from questions.model import Question


async def start(shell: Shell, request: Request, room: Room) -> Reply:
    """Give the player the question where they are, or the end.

    Raises:
        Refusal: the quiz is over, of another community, or another player's own.
    """
    return Reply(await current(shell, request, room, str(request.arguments["quiz"])), update=True)


async def pick(shell: Shell, request: Request, room: Room) -> Reply:
    """Record an answer to one's own question; a daily goes on to the next, practice tells what was right.

    Raises:
        Refusal: it came too late, or the button is of another time.
    """
    quiz, turn = await turns.find(shell, request, room)
    if quiz.mode is Mode.DAILY and is_over(quiz, turn, request):
        return Reply(await current(shell, request, room, quiz.id), update=True)
    taken = await turns.take(shell, request, room, turn)
    language = request.player.language
    if quiz.mode is Mode.PRACTICE:
        return Reply(practices.judged(shell.bank, quiz, turn, taken.given, language), update=True)
    said = dailies.taken(quiz, turn, taken.given, language, fresh=taken.outcome is Outcome.RECORDED)
    try:
        card = await current(shell, request, room, quiz.id, said)
    except Refusal:
        # The quiz closed behind this answer, which counts.
        card = notice(language, "recorded-title", "quiz-closed")
    return Reply(card, update=True)


def is_over(quiz: Quiz, turn: Turn, request: Request) -> bool:
    """Whether the player's own time for a question is over while the quiz goes on."""
    mine = turn.player == request.player.id
    return mine and quiz.closes_at is not None and turn.closes_at < request.at <= quiz.closes_at


async def current(shell: Shell, request: Request, room: Room, quiz_id: str, said: Line = ()) -> Card:
    """The question where the player is, opened if it is new, below what is said of the one before.

    Raises:
        Refusal: the quiz is over, of another community, or another player's own.
    """
    player = request.player
    where = await shell.store.read(lambda c: whereabouts(c, quiz_id, player.id, request.at))
    if where is None or where.quiz.community != room.community:
        raise Refusal("gone")
    quiz = where.quiz
    if quiz.mode is Mode.PRACTICE and quiz.starter != player.id:
        raise Refusal("not-yours")
    if quiz.closed_at is not None or quiz.closes_at is None or request.at > quiz.closes_at:
        raise Refusal("quiz-closed")
    missed = dailies.missed(where.missed, player.language) if where.missed else ()
    if where.question is None:
        return await _end(shell, request, quiz, where.answered, missed)
    turn = where.turn
    if turn is None:
        closes_at = await _own_close(shell, request, quiz, where.question)
        mine = turns.new(shell, quiz, where.position, where.question, closes_at, player.id)
        turn = await shell.store.write(lambda c: _open_own(c, mine))
    shell.turns.put(turn.id, (quiz, turn))
    return dailies.own_question(shell.bank, quiz, turn, player.language, said or missed)


async def _own_close(shell: Shell, request: Request, quiz: Quiz, question: Question) -> datetime:
    """When a question that opens now closes for its player; practice has no limit of its own."""
    now, player = shell.clock.now(), request.player
    if quiz.closes_at is None:
        raise Refusal("quiz-closed")
    if quiz.mode is Mode.PRACTICE:
        return quiz.closes_at
    pace = (await shell.preferences(quiz.community, player.id)).pace
    return own_close(now, quiz.closes_at, question, player.language, pace)


async def _end(shell: Shell, request: Request, quiz: Quiz, answered: int, missed: Line) -> Card:
    language = request.player.language
    if quiz.mode is Mode.DAILY:
        return dailies.own_end(quiz, answered, language, missed)
    given = await shell.store.read(lambda c: quizzes.answers_of(c, quiz.id))
    questions = dict(await shell.store.read(lambda c: quizzes.questions_of(c, quiz.id)))
    right = sum(
        grade(questions[version].key, text, quiz.language) is Verdict.CORRECT for version, _, text in given
    )
    return practices.finished(quiz, right, language)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a player is in a quiz: how many were answered, and the one before if its time ran out.

    No question is left to who has met all.
    """

    quiz: Quiz
    answered: int
    missed: int = 0
    position: int = 0
    question: Question | None = None
    turn: Turn | None = None


def whereabouts(connection: Connection, quiz_id: str, player: str, at: datetime) -> Whereabouts | None:
    """Where a player is in a quiz; None if there is no such quiz."""
    quiz = quizzes.find_quiz(connection, quiz_id)
    if quiz is None:
        return None
    answered = quizzes.answered_positions(connection, quiz_id, player)
    own = {turn.position: turn for turn in quizzes.turns_of(connection, quiz_id, player)}
    missed = {place for place, turn in own.items() if turn.closes_at < at} - answered
    left = (place for place in range(1, quiz.length + 1) if place not in answered | missed)
    position = next(left, quiz.length + 1)
    before = position - 1 if position - 1 in missed and position not in own else 0
    if position > quiz.length:
        return Whereabouts(quiz, len(answered), before)
    _, question = quizzes.questions_of(connection, quiz_id)[position - 1]
    return Whereabouts(quiz, len(answered), before, position, question, own.get(position))


def _open_own(connection: Connection, mine: Turn) -> Turn:
    """Open a player's turn, or find the one that another click has opened meanwhile."""
    quiz = quizzes.find_quiz(connection, mine.quiz, lock=True)
    if quiz is None or quiz.closed_at is not None:
        raise Refusal("quiz-closed")
    if quizzes.open_turn(connection, mine):
        return mine
    own = quizzes.turns_of(connection, mine.quiz, mine.player)
    return next(turn for turn in own if turn.position == mine.position)
