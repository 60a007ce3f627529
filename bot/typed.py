"""Answers without buttons: typed behind a command, or filled into a form."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot import live, self_paced, turns
from bot.cards import Line, lettered
from bot.commands import LONGEST_TEXT
from bot.engine.quiz import Mode, Quiz
from bot.engine.turn import TEXT, NotReadable, Turn
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import asking
from bot.store import quizzes
from bot.store.answers import ask_again, given_in
from bot.words import spans
from questions.grading import Verdict, grade
from questions.keys import OrderKey, SetKey

_AGAIN = {
    Verdict.BE_SPECIFIC: "again-be-specific",
    Verdict.AMBIGUOUS: "again-ambiguous",
    Verdict.UNREADABLE: "again-unreadable",
}


async def answer(shell: Shell, request: Request, room: Room) -> Reply:
    """Take what a player typed for the question that is open; what is unclear is asked once more.

    Raises:
        Refusal: no question is open for the player, or the question wants letters and got none.
    """
    found = await shell.store.read(lambda c: _open_for(c, room, request.player.id))
    if found is None:
        raise Refusal("nothing-open")
    quiz, turn = found
    text = str(request.arguments["text"])
    try:
        given = turn.read(text)
    except NotReadable:
        raise _letters_wanted(turn) from None
    return await _take(shell, request, room, quiz, turn, given)


async def fill(shell: Shell, request: Request, room: Room) -> Reply:
    """Open the form of a question.

    Raises:
        Refusal: it is answered with buttons, was answered, is closed, or another player's own.
    """
    quiz, turn = await _find(shell, request, room)
    player = request.player
    if turn.player not in (None, player.id):
        raise Refusal("not-yours")
    if self_paced.is_over(quiz, turn, request):
        return Reply(await self_paced.current(shell, request, room, quiz.id), update=True)
    if request.at > turn.closes_at or await shell.store.read(lambda c: quizzes.is_closed(c, turn.id)):
        raise Refusal("turn-closed")
    given = await shell.store.read(lambda c: given_in(c, turn.id))
    if player.id in given:
        answer = asking.given_text(turn, given[player.id], player.language)
        raise Refusal("already-answered", answer=answer)
    return Reply(asking.form_card(shell.bank, quiz, turn, player.language), opens=True)


async def submit(shell: Shell, request: Request, room: Room) -> Reply:
    """Take a form that was filled in.

    Raises:
        Refusal: it came too late, holds more than its field takes, or the form is of another time.
    """
    if len(str(request.arguments.get(TEXT, ""))) > LONGEST_TEXT:
        raise Refusal("too-long", most=LONGEST_TEXT)
    quiz, turn = await _find(shell, request, room)
    try:
        given = turn.collect({name: str(value) for name, value in request.arguments.items()})
    except NotReadable:
        said = spans(request.player.language, "form-once-each")
        return _once_more(shell, request, quiz, turn, said)
    return await _take(shell, request, room, quiz, turn, given)


async def _find(shell: Shell, request: Request, room: Room) -> tuple[Quiz, Turn]:
    """The turn whose form is meant, and its quiz.

    Raises:
        Refusal: there is no such turn here, or its question has no form.
    """
    quiz, turn = await turns.find(shell, request, room)
    if asking.has_buttons(turn.question):
        raise Refusal("gone")
    return quiz, turn


async def _take(shell: Shell, request: Request, room: Room, quiz: Quiz, turn: Turn, given: str) -> Reply:
    """Record an answer; what is unclear is asked once more, and the second try is final."""
    player = request.player
    verdict = grade(turn.question.key, given, quiz.language, final=False)
    if verdict in _AGAIN and await _may_ask(shell, request, turn):
        said = spans(player.language, _AGAIN[verdict], given=given)
        return _once_more(shell, request, quiz, turn, said)
    pressed = replace(request, arguments={"turn": turn.id, "option": given})
    return await (live.answer if quiz.mode is Mode.LIVE else self_paced.pick)(shell, pressed, room)


async def _may_ask(shell: Shell, request: Request, turn: Turn) -> bool:
    """Whether to ask once more: not who is late or has answered, and nobody twice."""
    player = request.player.id
    if request.at > turn.closes_at or turn.player not in (None, player):
        return False
    if player in await shell.store.read(lambda c: given_in(c, turn.id)):
        return False
    return await shell.store.write(lambda c: ask_again(c, turn.id, player, request.cause))


def _once_more(shell: Shell, request: Request, quiz: Quiz, turn: Turn, said: Line) -> Reply:
    """The question again, below what is said of the first try."""
    return Reply(asking.form_card(shell.bank, quiz, turn, request.player.language, said), update=True)


def _letters_wanted(turn: Turn) -> Refusal:
    match turn.question.key:
        case OrderKey():
            letters = " ".join(lettered(index) for index in reversed(range(len(turn.order))))
            return Refusal("letters-order", letters=letters)
        case SetKey():
            return Refusal("letters-set")
        case _:
            return Refusal("letters-choice")


def _open_for(connection: Connection, room: Room, player: str) -> tuple[Quiz, Turn] | None:
    """The question that a player can answer in a room: the round's, or else the player's own."""
    quiz = quizzes.live_quiz(connection, room.community, room.id)
    shared = quizzes.open_shared_turn(connection, quiz.id) if quiz else None
    turn = quizzes.find_turn(connection, shared) if shared else None
    if quiz is not None and turn is not None:
        return quiz, turn
    for quiz in quizzes.open_self_paced(connection, room.community, room.id, player):
        turn = quizzes.unanswered_turn(connection, quiz.id, player)
        if turn is not None:
            return quiz, turn
    return None
