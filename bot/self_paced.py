"""Quizzes that each player goes through alone: a daily's questions, or practice."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot import turns
from bot.cards import Card, Line
from bot.engine.quiz import Mode, Quiz
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


async def current(shell: Shell, request: Request, room: Room, quiz_id: str, said: Line = ()) -> Card:
    """The question where the player is, opened if it is new, below what is said of the one before.

    Raises:
        Refusal: the quiz is over, of another community, or another player's own.
    """
    player = request.player
    where = await shell.store.read(lambda c: _where(c, quiz_id, player.id))
    if where is None or where.quiz.community != room.community:
        raise Refusal("gone")
    quiz = where.quiz
    if quiz.mode is Mode.PRACTICE and quiz.starter != player.id:
        raise Refusal("not-yours")
    if quiz.closed_at is not None or quiz.closes_at is None or request.at > quiz.closes_at:
        raise Refusal("quiz-closed")
    if where.question is None:
        return await _end(shell, request, quiz)
    turn = where.turn
    if turn is None:
        mine = turns.new(shell, quiz, where.position, where.question, quiz.closes_at, player.id)
        turn = await shell.store.write(lambda c: _open_own(c, mine))
    shell.turns.put(turn.id, (quiz, turn))
    return dailies.own_question(shell.bank, quiz, turn, player.language, said)


async def _end(shell: Shell, request: Request, quiz: Quiz) -> Card:
    language = request.player.language
    if quiz.mode is Mode.DAILY:
        return dailies.own_end(quiz, language)
    answered = await shell.store.read(lambda c: quizzes.answers_of(c, quiz.id))
    questions = dict(await shell.store.read(lambda c: quizzes.questions_of(c, quiz.id)))
    right = sum(
        grade(questions[version].key, given, quiz.language) is Verdict.CORRECT
        for version, _, given in answered
    )
    return practices.finished(quiz, right, language)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a player is in a quiz; no question is left to who has answered all."""

    quiz: Quiz
    position: int = 0
    question: Question | None = None
    turn: Turn | None = None


def _where(connection: Connection, quiz_id: str, player: str) -> _Where | None:
    quiz = quizzes.find_quiz(connection, quiz_id)
    if quiz is None:
        return None
    answered = quizzes.answered_positions(connection, quiz_id, player)
    position = next((place for place in range(1, quiz.length + 1) if place not in answered), None)
    if position is None:
        return _Where(quiz)
    _, question = quizzes.questions_of(connection, quiz_id)[position - 1]
    own = quizzes.turns_of(connection, quiz_id, player)
    turn = next((turn for turn in own if turn.position == position), None)
    return _Where(quiz, position, question, turn)


def _open_own(connection: Connection, mine: Turn) -> Turn:
    """Open a player's turn, or find the one that another click has opened meanwhile."""
    quiz = quizzes.find_quiz(connection, mine.quiz, lock=True)
    if quiz is None or quiz.closed_at is not None:
        raise Refusal("quiz-closed")
    if quizzes.open_turn(connection, mine):
        return mine
    own = quizzes.turns_of(connection, mine.quiz, mine.player)
    return next(turn for turn in own if turn.position == mine.position)
