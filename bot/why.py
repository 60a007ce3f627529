"""What a player hears of their own answers once the question has closed."""

from __future__ import annotations

from sqlalchemy import Connection

from bot import turns
from bot.engine.quiz import Quiz
from bot.engine.turn import Turn
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import answers
from bot.store import quizzes
from bot.store.answers import given_in


async def why(shell: Shell, request: Request, room: Room) -> Reply:
    """Whether one's answer to a question of a round was right, and if not, why.

    Raises:
        Refusal: the question is still open.
    """
    quiz, turn = await turns.find(shell, request, room)
    if not await shell.store.read(lambda c: quizzes.is_closed(c, turn.id)):
        raise Refusal("not-closed")
    given = await shell.store.read(lambda c: given_in(c, turn.id))
    return Reply(answers.why(quiz, turn, given.get(request.player.id), request.player.language))


async def mine(shell: Shell, request: Request, room: Room) -> Reply:
    """One's own answers in a daily that has closed.

    Raises:
        Refusal: it is still open, or of another community.
    """
    player = request.player
    found = await shell.store.read(lambda c: _mine(c, str(request.arguments["quiz"]), player.id))
    if found is None or found[0].community != room.community:
        raise Refusal("gone")
    quiz, own = found
    if quiz.closed_at is None:
        raise Refusal("not-closed")
    return Reply(answers.mine(shell.bank, quiz, own, player.language))


def _mine(
    connection: Connection, quiz_id: str, player: str
) -> tuple[Quiz, list[tuple[Turn, str | None]]] | None:
    quiz = quizzes.find_quiz(connection, quiz_id)
    if quiz is None:
        return None
    own = quizzes.turns_of(connection, quiz_id, player)
    return quiz, [(turn, given_in(connection, turn.id).get(player)) for turn in own]
