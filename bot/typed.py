"""Answers that are typed: to the question that is open in the room, or to one's own of a daily."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot import daily, live, show
from bot.cards import lettered
from bot.engine.quiz import Mode, Quiz
from bot.engine.turn import NotReadable, Turn
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.store import quizzes
from bot.store.answers import ask_again, given_in
from questions.grading import Verdict, grade
from questions.keys import OrderKey, SetKey

_AGAIN = {
    Verdict.BE_SPECIFIC: "again-be-specific",
    Verdict.AMBIGUOUS: "again-ambiguous",
    Verdict.UNREADABLE: "again-unreadable",
}


async def answer(shell: Shell, request: Request, room: Room) -> Reply:
    """Take what a player typed; what is unclear is asked once more, and the second try is final.

    Raises:
        Refusal: no question is open for the player, or the question wants letters and got none.
    """
    player, text = request.player, str(request.arguments["text"])
    found = await shell.store.read(lambda c: _open_for(c, room, player.id))
    if found is None:
        raise Refusal("nothing-open")
    quiz, turn, answered = found
    given = _read(turn, text)
    verdict = grade(turn.question.key, given, quiz.language, final=False)
    # Not for who is late or has answered: they hear of that below.
    unclear = verdict in _AGAIN and not answered and request.at <= turn.closes_at
    if unclear and await shell.store.write(lambda c: ask_again(c, turn.id, player.id, request.cause)):
        return Reply(show.notice(player.language, "again-title", _AGAIN[verdict], given=text))
    pressed = replace(request, arguments={"turn": turn.id, "option": given})
    return await (live.answer if quiz.mode is Mode.LIVE else daily.pick)(shell, pressed, room)


def _read(turn: Turn, text: str) -> str:
    try:
        return turn.read(text)
    except NotReadable:
        raise _letters_wanted(turn) from None


def _letters_wanted(turn: Turn) -> Refusal:
    match turn.question.key:
        case OrderKey():
            letters = " ".join(lettered(index) for index in reversed(range(len(turn.order))))
            return Refusal("letters-order", letters=letters)
        case SetKey():
            return Refusal("letters-set")
        case _:
            return Refusal("letters-choice")


def _open_for(connection: Connection, room: Room, player: str) -> tuple[Quiz, Turn, bool] | None:
    """The question that a player can answer in a room: the round's, or else the player's own of a daily."""
    quiz = quizzes.live_quiz(connection, room.community, room.id)
    shared = quizzes.open_shared_turn(connection, quiz.id) if quiz else None
    turn = quizzes.find_turn(connection, shared) if shared else None
    if quiz is not None and turn is not None:
        return quiz, turn, player in given_in(connection, turn.id)
    for quiz in quizzes.open_dailies(connection, room.community, room.id):
        turn = quizzes.unanswered_turn(connection, quiz.id, player)
        if turn is not None:
            return quiz, turn, False
    return None
