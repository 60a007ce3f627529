"""Turns, whether shared or one's own: made, found, answered."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy import Connection

from bot.engine.draw import draw_evenly, shuffled_options
from bot.engine.quiz import Quiz
from bot.engine.turn import NotAnOption, NotYourTurn, Turn, TurnClosed
from bot.requests import Refusal, Request, Room, Value
from bot.shell import Shell
from bot.store import quizzes
from bot.store.answers import Newcomer, Outcome, Recorded
from bot.words import language_of
from questions.content import version
from questions.keys import OrderKey, TruthKey
from questions.model import Language, Question

# How many are drawn if nothing else is asked for.
QUESTIONS = 5


async def find(shell: Shell, request: Request, room: Room) -> tuple[Quiz, Turn]:
    """The turn that a button names, and its quiz.

    Raises:
        Refusal: there is no such turn, or it belongs to another community.
    """
    id = str(request.arguments["turn"])
    found = shell.turns.get(id)
    if found is None:
        found = await shell.store.read(lambda c: _find(c, id))
        if found is None:
            raise Refusal("gone")
        # What may change of a turn, whether it is closed, is asked again when the answer is written.
        shell.turns.put(id, found)
    if found[0].community != room.community:
        raise Refusal("gone")
    return found


async def room_of(shell: Shell, request: Request) -> Room | None:
    """The room of the quiz or the turn that a button names, wherever the button was; None if it names none.

    Raises:
        Refusal: there is no such quiz or turn in the user's community.
    """
    quiz, turn = request.arguments.get("quiz"), request.arguments.get("turn")
    if request.where is None or (quiz is None and turn is None):
        return None
    found = await shell.store.read(lambda c: _quiz_of(c, quiz, turn))
    if found is None or found.community != request.where:
        raise Refusal("gone")
    return Room(found.community, found.room)


async def take(shell: Shell, request: Request, room: Room, turn: Turn) -> Recorded:
    """Record what a player gave.

    Raises:
        Refusal: it counts no more, or never could.
    """
    try:
        given = turn.answer(request.player.id, str(request.arguments["option"]), request.at, request.cause)
    except TurnClosed:
        raise Refusal("turn-closed") from None
    except NotYourTurn:
        raise Refusal("not-yours") from None
    except NotAnOption:
        raise Refusal("gone") from None
    key, name = f"{room.community}/{request.player.id}", request.player.name
    newcomer = None if shell.names.get(key) == name else Newcomer(room.community, request.player.id, name)
    recorded = await shell.store.record(given, newcomer)
    shell.names.put(key, name)
    if recorded.outcome is Outcome.CLOSED:
        raise Refusal("turn-closed")
    return recorded


def language(request: Request, room: Room | None, settled: Language | None = None) -> Language:
    """What a quiz is written in: as asked for, else as the community has `settled`, else as the room reads
    (if one shares it), else the player."""
    asked = request.arguments.get("language")
    return language_of(str(asked)) or settled or (room and room.language) or request.player.language


async def draw_for(shell: Shell, quiz: Quiz) -> list[Question]:
    """Draw the questions of a quiz, those that its room (or its one player) was asked least often first.

    There are fewer than its length if the bank has no more of its topic and difficulty.
    """
    asked = await shell.store.read(lambda c: quizzes.asked(c, quiz))
    pools = await shell.pools_of(quiz.topic, quiz.difficulty)
    drawn = draw_evenly(pools, asked, quiz.length, shell.rng)
    return [question for id in drawn if (question := shell.bank.question(id))]


def new(
    shell: Shell,
    quiz: Quiz,
    position: int,
    question: Question,
    closes_at: datetime,
    player: str | None = None,
    expected: frozenset[str] = frozenset(),
) -> Turn:
    """A turn that opens now: a player's own, or one that all share."""
    return Turn(
        id=shell.new_id(),
        quiz=quiz.id,
        position=position,
        player=player,
        version=version(question),
        question=question,
        order=_order_of(question, shell.rng),
        expected=expected,
        opened_at=shell.clock.now(),
        closes_at=closes_at,
    )


def _order_of(question: Question, rng: Random) -> tuple[str, ...]:
    """The order of the options in one turn; true and false keep theirs."""
    ids = [option.id for option in question.options]
    if isinstance(question.key, TruthKey):
        return tuple(ids)
    given_away = question.key.sequence if isinstance(question.key, OrderKey) else ()
    return shuffled_options(ids, rng, avoid=given_away)


def _quiz_of(connection: Connection, quiz: Value | None, turn: Value | None) -> Quiz | None:
    if quiz is not None:
        return quizzes.find_quiz(connection, str(quiz))
    found = _find(connection, str(turn))
    return found[0] if found else None


def _find(connection: Connection, id: str) -> tuple[Quiz, Turn] | None:
    turn = quizzes.find_turn(connection, id)
    quiz = quizzes.find_quiz(connection, turn.quiz) if turn else None
    return (quiz, turn) if turn and quiz else None
