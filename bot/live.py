"""What players do in a round: answer, go on, stop it, read a question in the other language."""

from __future__ import annotations

from bot import course, turns
from bot.course import CLOSE_TURN
from bot.engine.quiz import Quiz
from bot.engine.turn import Turn, closes_early
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import rounds
from bot.show.notices import notice
from bot.store import due, quizzes
from bot.store.answers import Outcome, given_in
from bot.store.writer import Busy

# In breaths: most answers come together, and a write between them would hold them up.
AFTER_A_BURST = 10


async def answer(shell: Shell, request: Request, room: Room) -> Reply:
    """Record an answer to the question that a room sees.

    Raises:
        Refusal: it came too late, or the button is of another time.
    """
    quiz, turn = await turns.find(shell, request, room)
    result = await turns.take(shell, request, room, turn)
    if result.outcome is Outcome.RECORDED:
        _follow_up(shell, quiz, turn, request.player.id)
    word = "recorded" if result.outcome is Outcome.RECORDED else "already-answered"
    return Reply(rounds.recorded(request.player.language, turn, result.given, word))


async def next_question(shell: Shell, request: Request, room: Room) -> None:
    """Close the open question before its time.

    Raises:
        Refusal: the player may not.
    """
    quiz, turn = await turns.find(shell, request, room)
    _check_may_steer(quiz, request)
    await _close_now(shell, turn)


async def stop(shell: Shell, request: Request, room: Room) -> Reply:
    """End the round of a room after the question that is open.

    Raises:
        Refusal: none runs, or the player may not.
    """
    now = shell.clock.now()
    # Redelivered, it must not end a round that began behind it.
    if not await shell.store.read(lambda c: quizzes.has_stopped(c, room.community, room.id, request.cause)):
        quiz = await shell.store.read(lambda c: quizzes.live_quiz(c, room.community, room.id))
        if quiz is None:
            raise Refusal("no-round")
        _check_may_steer(quiz, request)
        await shell.store.write(lambda c: course.stop_round(c, quiz.id, request.cause, now))
        shell.wake()
    return Reply(notice(request.player.language, "help-title", "round-stops"))


async def read(shell: Shell, request: Request, room: Room) -> Reply:
    """Show a player a question of a round in the language that the room does not play in.

    Raises:
        Refusal: the button is of another time.
    """
    quiz, turn = await turns.find(shell, request, room)
    closed = await shell.store.read(lambda c: quizzes.is_closed(c, turn.id))
    return Reply(rounds.translated(shell.bank, quiz, turn, closed=closed))


def _follow_up(shell: Shell, quiz: Quiz, turn: Turn, player: str) -> None:
    """Begin what an answer leads to, behind its acknowledgement: nobody waits for it.

    The turn closes at its time in any case, and its count is shown at its close at the latest.
    """
    if player in turn.expected:
        shell.start(turn.id, lambda: _close_if_all_answered(shell, turn))
    if not quiz.present:
        shell.start(f"{turn.id}/count", lambda: _refresh(shell, quiz, turn), AFTER_A_BURST)


async def _close_if_all_answered(shell: Shell, turn: Turn) -> None:
    given = await shell.store.read(lambda c: given_in(c, turn.id))
    if closes_early(turn.expected, given):
        await _close_now(shell, turn)


async def _refresh(shell: Shell, quiz: Quiz, turn: Turn) -> None:
    """Plan the next refresh of a question; most answers find it planned already, and write nothing."""
    number = course.refresh_from(turn, shell.clock.now())
    if shell.refreshes.get(turn.id) == number:
        return
    try:
        await shell.store.write(lambda c: course.plan_refresh(c, quiz, turn, number))
    except Busy:
        # Answers go first; the next one asks for it again.
        return
    shell.refreshes.put(turn.id, number)


async def _close_now(shell: Shell, turn: Turn) -> None:
    now = shell.clock.now()
    if await shell.store.write(lambda c: due.hasten(c, CLOSE_TURN, turn.id, now)):
        shell.wake()


def _check_may_steer(quiz: Quiz, request: Request) -> None:
    if request.player.id != quiz.starter and not request.player.moderator:
        raise Refusal("only-starter")
