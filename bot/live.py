"""Rounds: one question after the other, shared by a room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot import turns
from bot.engine.leaderboard import local_date
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally, score
from bot.engine.turn import Turn, closes_early, expected_next
from bot.ports import TryLater, Unreachable
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import rounds
from bot.show.notices import notice, platform_word
from bot.show.parts import topic_title
from bot.store import communities, due, players, quizzes, scores
from bot.store.answers import Outcome, given_in
from bot.store.due import Claim, Work
from questions.model import Question

QUESTIONS = 5
SECONDS = 30
# Players who pass one keyboard on need longer.
SECONDS_AT_ONE_SCREEN = 120

# Live rounds go before dailies: their players are waiting.
URGENT = 1
CLOSE_TURN = "close-turn"
OPEN_TURN = "open-turn"
POST_TURN = "post-turn"
REVEAL_TURN = "reveal-turn"
POST_STANDINGS = "post-standings"


_log = structlog.get_logger()


async def play(shell: Shell, request: Request, room: Room) -> Reply:
    """Start a round. It begins only if the bot can post in the room; otherwise nothing is kept.

    Raises:
        Refusal: a round runs already, or the bot may not write here.
    """
    now = shell.clock.now()
    quiz = await _draft(shell, request, room, now)
    questions = await turns.draw_for(shell, quiz)
    quiz = replace(quiz, length=len(questions))
    first = _turn(shell, quiz, 1, questions[0], quiz.present, now)
    lease = shell.new_id()
    claim = await shell.store.write(lambda c: _begin(c, quiz, questions, first, lease))
    if claim is not None:
        shell.wake()
        await _post_first(shell, quiz, first, claim)
    language = request.player.language
    topic = topic_title(shell.bank, quiz.topic, language)
    return Reply(
        notice(language, "help-title", "round-starts", topic=topic, count=quiz.length, seconds=quiz.seconds)
    )


async def stop(shell: Shell, request: Request, room: Room) -> Reply:
    """End the round of a room after the question that is open.

    Raises:
        Refusal: none runs, or the player may not.
    """
    now = shell.clock.now()
    quiz = await shell.store.read(lambda c: quizzes.live_quiz(c, room.community, room.id))
    if quiz is None:
        raise Refusal("no-round")
    _check_may_steer(quiz, request)
    await shell.store.write(lambda c: _stop(c, quiz.id, now))
    shell.wake()
    return Reply(notice(request.player.language, "help-title", "round-stops"))


async def answer(shell: Shell, request: Request, room: Room) -> Reply:
    """Record an answer to the question that a room sees.

    Raises:
        Refusal: it came too late, or the button is of another time.
    """
    _, turn = await turns.find(shell, request, room)
    result = await turns.take(shell, request, room, turn)
    if result.outcome is Outcome.RECORDED and request.player.id in turn.expected:
        # Behind the acknowledgement: nobody waits for it, and the turn closes at its time in any case.
        shell.start(turn.id, lambda: _close_if_all_answered(shell, turn))
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


async def open_turn(shell: Shell, claim: Claim) -> None:
    """Open the next question of a round."""
    quiz_id, _, place = claim.subject.partition("/")
    position = int(place)
    before = await shell.store.read(lambda c: _before(c, quiz_id, position))
    if before is None:
        return
    expected = expected_next(before.answered, before.quiz.present)
    turn = _turn(shell, before.quiz, position, before.question, expected, shell.clock.now())
    await shell.store.write(lambda c: _open_next(c, turn))
    shell.wake()


async def post_turn(shell: Shell, claim: Claim) -> None:
    """Show a question in its room."""
    shown = await shell.store.read(lambda c: _shown(c, claim.subject))
    if shown is None or shown.message is not None:
        return
    quiz, turn = shown.quiz, shown.turn
    card = rounds.question(shell.bank, quiz, turn)
    if shown.closed:
        card = rounds.reveal(shell.bank, quiz, turn, shown.given, shown.names)
    message = await shell.stages[claim.platform].post(quiz.room, card, turn.id)
    await shell.store.write(lambda c: quizzes.put_turn_message(c, turn.id, message))


async def close_turn(shell: Shell, claim: Claim) -> None:
    """Close a question for good, settle its points, and see to what follows."""
    now = shell.clock.now()
    await shell.store.write(lambda c: _close(c, claim.subject, now))
    shell.wake()


async def reveal_turn(shell: Shell, claim: Claim) -> None:
    """Show the answer in the place of the question."""
    shown = await shell.store.read(lambda c: _shown(c, claim.subject))
    if shown is None or shown.message is None:
        return
    card = rounds.reveal(shell.bank, shown.quiz, shown.turn, shown.given, shown.names)
    await shell.stages[claim.platform].edit(shown.quiz.room, shown.message, card)


async def post_standings(shell: Shell, claim: Claim) -> None:
    """Show how a round ended."""
    found = await shell.store.read(lambda c: _result(c, claim.subject))
    if found is None:
        return
    card = rounds.standings(shell.bank, found.quiz, found.tallies, found.names)
    await shell.stages[claim.platform].post(found.quiz.room, card, f"{claim.subject}-end")


@dataclass(frozen=True, slots=True)
class _Shown:
    quiz: Quiz
    turn: Turn
    message: str | None
    closed: bool
    given: dict[str, str]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Result:
    quiz: Quiz
    tallies: dict[str, Tally]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Before:
    quiz: Quiz
    question: Question
    answered: frozenset[str]


async def _draft(shell: Shell, request: Request, room: Room, now: datetime) -> Quiz:
    zone = await shell.store.read(lambda c: communities.zone_of(c, room.community))
    given = request.arguments
    topic = given.get("topic")
    return Quiz(
        id=shell.new_id(),
        community=room.community,
        room=room.id,
        mode=Mode.LIVE,
        topic=None if topic is None else str(topic),
        language=turns.language(request, room),
        length=int(given.get("questions", QUESTIONS)),
        seconds=int(given.get("seconds", SECONDS_AT_ONE_SCREEN if request.present else SECONDS)),
        pause=shell.pause,
        starter=request.player.id,
        day=local_date(now, zone),
        opened_at=now,
        cause=request.cause,
        present=request.present,
    )


def _turn(
    shell: Shell, quiz: Quiz, position: int, question: Question, expected: frozenset[str], now: datetime
) -> Turn:
    closes_at = now + timedelta(seconds=quiz.seconds)
    return turns.new(shell, quiz, position, question, closes_at, expected=expected)


def _begin(
    connection: Connection, quiz: Quiz, questions: list[Question], first: Turn, lease: str
) -> Claim | None:
    """Write a round down with its first question; None if this very request has done so before."""
    if not quizzes.open_quiz(connection, quiz, questions):
        if quizzes.quiz_of_cause(connection, quiz.cause) is None:
            raise Refusal("round-running")
        return None
    return _open(connection, quiz, first, lease)


def _open(connection: Connection, quiz: Quiz, turn: Turn, lease: str | None = None) -> Claim | None:
    if not quizzes.open_turn(connection, turn):
        return None
    close = Work(CLOSE_TURN, turn.id, quiz.community, turn.due_to_close, priority=URGENT)
    due.add_work(connection, close)
    post = Work(POST_TURN, turn.id, quiz.community, turn.opened_at, lane=quiz.lane, priority=URGENT)
    return due.add_work(connection, post, lease)


def _open_next(connection: Connection, turn: Turn) -> None:
    """Open a question, unless the round has been stopped since it was read."""
    quiz = quizzes.find_quiz(connection, turn.quiz, lock=True)
    if quiz is not None and quiz.closed_at is None:
        _open(connection, quiz, turn)


async def _post_first(shell: Shell, quiz: Quiz, first: Turn, claim: Claim) -> None:
    try:
        await post_turn(shell, claim)
    except Unreachable:
        await shell.store.write(lambda c: _take_back(c, quiz, first))
        raise Refusal(platform_word("cannot-post", quiz.community)) from None
    except Exception as error:
        # The round stands: the timekeeper will post it.
        if not isinstance(error, TryLater):
            _log.exception("a round is not posted yet", subject=claim.subject)
        until, reason = _later(shell, error), repr(error)
        await shell.store.write(lambda c: due.put_off(c, claim, until, reason))
    else:
        await shell.store.write(lambda c: due.done(c, claim))
    shell.wake()


def _later(shell: Shell, error: Exception) -> datetime:
    after = error.after if isinstance(error, TryLater) else None
    return shell.clock.now() + timedelta(seconds=after or 1)


def _take_back(connection: Connection, quiz: Quiz, first: Turn) -> None:
    due.drop_work(connection, CLOSE_TURN, first.id)
    due.drop_work(connection, POST_TURN, first.id)
    quizzes.drop_quiz(connection, quiz.id)


async def _close_if_all_answered(shell: Shell, turn: Turn) -> None:
    given = await shell.store.read(lambda c: given_in(c, turn.id))
    if closes_early(turn.expected, given):
        await _close_now(shell, turn)


async def _close_now(shell: Shell, turn: Turn) -> None:
    now = shell.clock.now()
    if await shell.store.write(lambda c: due.hasten(c, CLOSE_TURN, turn.id, now)):
        shell.wake()


def _check_may_steer(quiz: Quiz, request: Request) -> None:
    if request.player.id != quiz.starter and not request.player.moderator:
        raise Refusal("only-starter")


def _stop(connection: Connection, quiz_id: str, now: datetime) -> None:
    quiz = quizzes.find_quiz(connection, quiz_id, lock=True)
    if quiz is None or quiz.closed_at is not None:
        return
    quizzes.drop_unasked(connection, quiz_id)
    open_now = quizzes.open_shared_turn(connection, quiz_id)
    if open_now is not None:
        due.hasten(connection, CLOSE_TURN, open_now, now)
        return
    due.drop_work_of(connection, OPEN_TURN, f"{quiz_id}/")
    _finish(connection, quiz, now)


def _close(connection: Connection, turn_id: str, now: datetime) -> None:
    turn = quizzes.find_turn(connection, turn_id)
    if turn is None or not quizzes.close_turn(connection, turn_id, now):
        return
    quiz = quizzes.find_quiz(connection, turn.quiz, lock=True)
    if quiz is None:
        return
    given = given_in(connection, turn_id)
    tallies = {player: score(turn.question.key, option, quiz.language) for player, option in given.items()}
    scores.settle_turn(connection, quiz.id, turn.question.topic, tallies)
    due.add_work(connection, Work(REVEAL_TURN, turn_id, quiz.community, now, lane=quiz.lane, priority=URGENT))
    if turn.position < len(quizzes.questions_of(connection, quiz.id)):
        subject = f"{quiz.id}/{turn.position + 1}"
        then = now + timedelta(seconds=quiz.pause)
        due.add_work(connection, Work(OPEN_TURN, subject, quiz.community, then, priority=URGENT))
    else:
        _finish(connection, quiz, now)


def _finish(connection: Connection, quiz: Quiz, now: datetime) -> None:
    quizzes.close_quiz(connection, quiz.id, now)
    scores.settle_quiz(connection, quiz)
    due.add_work(
        connection, Work(POST_STANDINGS, quiz.id, quiz.community, now, lane=quiz.lane, priority=URGENT)
    )


def _before(connection: Connection, quiz_id: str, position: int) -> _Before | None:
    quiz = quizzes.find_quiz(connection, quiz_id)
    if quiz is None or quiz.closed_at is not None:
        return None
    questions = quizzes.questions_of(connection, quiz_id)
    if position > len(questions):
        return None
    last = next(
        (turn for turn in quizzes.turns_of(connection, quiz_id) if turn.position == position - 1), None
    )
    answered = frozenset(given_in(connection, last.id)) if last else frozenset()
    return _Before(quiz, questions[position - 1][1], answered)


def _shown(connection: Connection, turn_id: str) -> _Shown | None:
    turn = quizzes.find_turn(connection, turn_id)
    quiz = quizzes.find_quiz(connection, turn.quiz) if turn else None
    if turn is None or quiz is None:
        return None
    given = given_in(connection, turn_id)
    return _Shown(
        quiz,
        turn,
        quizzes.turn_message(connection, turn_id),
        quizzes.is_closed(connection, turn_id),
        given,
        players.names(connection, quiz.community, given),
    )


def _result(connection: Connection, quiz_id: str) -> _Result | None:
    quiz = quizzes.find_quiz(connection, quiz_id)
    if quiz is None:
        return None
    tallies = scores.standings(connection, quiz_id)
    return _Result(quiz, tallies, players.names(connection, quiz.community, tallies))
