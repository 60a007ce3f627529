"""The course of a round: its questions open, close and are shown, until the standings end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import turns
from bot.cards import Card
from bot.engine.counting import Uncounted
from bot.engine.quiz import Quiz
from bot.engine.scoring import Tally, score_turn
from bot.engine.timing import shared_close
from bot.engine.turn import Answer, Turn, expected_next
from bot.requests import platform_of
from bot.shell import Shell
from bot.show import rounds
from bot.store import due, players, quizzes, scores
from bot.store.answers import answered_in, answers_in
from bot.store.due import Claim, Work
from questions.model import Question

# Live rounds go before dailies: their players are waiting.
URGENT = 1
LESS_URGENT = 2
CLOSE_TURN = "close-turn"
OPEN_TURN = "open-turn"
POST_TURN = "post-turn"
REFRESH_TURN = "refresh-turn"
REVEAL_TURN = "reveal-turn"
POST_STANDINGS = "post-standings"

# How often, in seconds, an open question shows anew how many have answered. Slack takes some 50 edits a
# minute of a whole workspace: two rooms can play at once and still have their reveals. Discord takes five in
# five seconds of each channel.
REFRESH = 3


async def open_turn(shell: Shell, claim: Claim) -> None:
    """Open the next question of a round."""
    quiz_id, _, place = claim.subject.partition("/")
    position = int(place)
    before = await shell.store.read(lambda c: _before(c, quiz_id, position))
    if before is None:
        return
    expected = expected_next(before.answered, before.quiz.present)
    turn = new_turn(shell, before.quiz, position, before.question, expected, shell.clock.now())
    await shell.store.write(lambda c: _open_next(c, turn))
    shell.wake()


async def post_turn(shell: Shell, claim: Claim) -> None:
    """Show a question in its room."""
    shown = await shell.store.read(lambda c: _shown(c, claim.subject))
    if shown is None or shown.message is not None:
        return
    quiz, turn = shown.quiz, shown.turn
    card = rounds.question(shell.bank, quiz, turn, len(shown.answers))
    if shown.closed:
        card = rounds.reveal(shell.bank, quiz, turn, shown.answers, shown.names)
    message = await _post(shell, quiz, card, turn.id)
    await shell.store.write(lambda c: quizzes.put_turn_message(c, turn.id, message))


async def refresh_turn(shell: Shell, claim: Claim) -> None:
    """Show how many have answered a question that is open."""
    turn_id = claim.subject.partition("/")[0]
    found = await shell.store.read(lambda c: _counted(c, turn_id))
    if found is None:
        return
    card = rounds.question(shell.bank, found.quiz, found.turn, found.answered)
    await _edit(shell, found.quiz, found.message, card)


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
    card = rounds.reveal(shell.bank, shown.quiz, shown.turn, shown.answers, shown.names)
    await _edit(shell, shown.quiz, shown.message, card)


async def question_in(shell: Shell, community: str, room: str) -> Card | None:
    """The open question of a room as it shows it; None if it shows none."""
    found = await shell.store.read(lambda c: _open_in(c, community, room))
    return rounds.question(shell.bank, found.quiz, found.turn, found.answered) if found else None


async def post_standings(shell: Shell, claim: Claim) -> None:
    """Show how a round ended."""
    found = await shell.store.read(lambda c: _result(c, claim.subject))
    if found is None:
        return
    card = rounds.standings(shell.bank, found.quiz, found.tallies, found.names, found.uncounted)
    await _post(shell, found.quiz, card, f"{claim.subject}-end")


def new_turn(
    shell: Shell, quiz: Quiz, position: int, question: Question, expected: frozenset[str], now: datetime
) -> Turn:
    """A question of a round that opens now, for as long as the round gives it."""
    closes_at = shared_close(now, question, quiz.language, quiz.seconds)
    return turns.new(shell, quiz, position, question, closes_at, expected=expected)


def open_shared(connection: Connection, quiz: Quiz, turn: Turn, lease: str | None = None) -> Claim | None:
    """Write a question of a round down, with its close and its post; `lease` claims the post for who asks."""
    if not quizzes.open_turn(connection, turn):
        return None
    close = Work(CLOSE_TURN, turn.id, quiz.community, turn.due_to_close, priority=URGENT)
    due.add_work(connection, close)
    post = Work(POST_TURN, turn.id, quiz.community, turn.opened_at, lane=quiz.lane, priority=URGENT)
    return due.add_work(connection, post, lease)


def refresh_from(turn: Turn, now: datetime) -> int:
    """Which of the refreshes of a turn, counted from its opening, shows what has been answered by now."""
    return int((now - turn.opened_at).total_seconds() // REFRESH) + 1


def plan_refresh(connection: Connection, quiz: Quiz, turn: Turn, number: int) -> None:
    """Write a refresh of an open question down, once.

    Each has a number of its own: one that is being delivered has read what it shows already, and must not
    stand in the way of the next.
    """
    # The close drops what is planned by then; planned behind it, it would hold up the reveal.
    if quizzes.hold_open(connection, turn.id):
        at = turn.opened_at + number * timedelta(seconds=REFRESH)
        subject = f"{turn.id}/{number}"
        due.add_work(connection, Work(REFRESH_TURN, subject, quiz.community, at, quiz.lane, LESS_URGENT))


def stop_round(connection: Connection, quiz_id: str, cause: str, now: datetime) -> None:
    """End a round after the question that is open, or at once if none is; `cause` is what stopped it."""
    quiz = quizzes.find_quiz(connection, quiz_id, lock=True)
    if quiz is None:
        return
    quizzes.note_stop(connection, quiz, cause)
    if quiz.closed_at is not None:
        return
    quizzes.drop_unasked(connection, quiz_id)
    open_now = quizzes.open_shared_turn(connection, quiz_id)
    if open_now is not None:
        due.hasten(connection, CLOSE_TURN, open_now, now)
        return
    due.drop_work_of(connection, OPEN_TURN, f"{quiz_id}/")
    _finish(connection, quiz, now)


@dataclass(frozen=True, slots=True)
class _Shown:
    quiz: Quiz
    turn: Turn
    message: str | None
    closed: bool
    answers: dict[str, Answer]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Counted:
    quiz: Quiz
    turn: Turn
    message: str
    answered: int


@dataclass(frozen=True, slots=True)
class _Result:
    quiz: Quiz
    tallies: dict[str, Tally]
    names: dict[str, str]
    uncounted: Uncounted | None


@dataclass(frozen=True, slots=True)
class _Before:
    quiz: Quiz
    question: Question
    answered: frozenset[str]


async def _post(shell: Shell, quiz: Quiz, card: Card, key: str) -> str:
    return await shell.stages[platform_of(quiz.community)].post(quiz.community, quiz.room, card, key)


async def _edit(shell: Shell, quiz: Quiz, message: str, card: Card) -> None:
    await shell.stages[platform_of(quiz.community)].edit(quiz.community, quiz.room, message, card)


def _open_next(connection: Connection, turn: Turn) -> None:
    """Open a question, unless the round has been stopped since it was read."""
    quiz = quizzes.find_quiz(connection, turn.quiz, lock=True)
    if quiz is not None and quiz.closed_at is None:
        open_shared(connection, quiz, turn)


def _close(connection: Connection, turn_id: str, now: datetime) -> None:
    turn = quizzes.find_turn(connection, turn_id)
    if turn is None or not quizzes.close_turn(connection, turn_id, now):
        return
    quiz = quizzes.find_quiz(connection, turn.quiz, lock=True)
    if quiz is None:
        return
    answers = answers_in(connection, turn_id)
    scores.settle_turn(connection, quiz.id, turn.question.topic, score_turn(quiz, turn, answers))
    # One that is being delivered stays, and the reveal waits for it: it must not be painted over.
    due.drop_waiting(connection, REFRESH_TURN, f"{turn_id}/", now)
    due.add_work(connection, Work(REVEAL_TURN, turn_id, quiz.community, now, lane=quiz.lane, priority=URGENT))
    if not answers and not quiz.timed and now >= turn.due_to_close:
        # Nobody has been here for a whole day: asked on, the round would hold the room for many.
        quizzes.drop_unasked(connection, quiz.id)
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
    answered = frozenset(answers_in(connection, last.id)) if last else frozenset()
    return _Before(quiz, questions[position - 1][1], answered)


def _shown(connection: Connection, turn_id: str) -> _Shown | None:
    turn = quizzes.find_turn(connection, turn_id)
    quiz = quizzes.find_quiz(connection, turn.quiz) if turn else None
    if turn is None or quiz is None:
        return None
    # Whether it is closed is read first: of a closed turn no answer may be missing.
    message, closed = quizzes.turn_message(connection, turn_id), quizzes.is_closed(connection, turn_id)
    answers = answers_in(connection, turn_id)
    names = players.names(connection, quiz.community, answers)
    return _Shown(quiz, turn, message, closed, answers, names)


def _counted(connection: Connection, turn_id: str) -> _Counted | None:
    """An open question that is shown, with how many have answered it."""
    turn = quizzes.find_turn(connection, turn_id)
    quiz = quizzes.find_quiz(connection, turn.quiz) if turn else None
    message = quizzes.turn_message(connection, turn_id)
    if turn is None or quiz is None or message is None or quizzes.is_closed(connection, turn_id):
        return None
    return _Counted(quiz, turn, message, answered_in(connection, turn_id))


def _open_in(connection: Connection, community: str, room: str) -> _Counted | None:
    quiz = quizzes.live_quiz(connection, community, room)
    turn = quizzes.open_shared_turn(connection, quiz.id) if quiz else None
    return _counted(connection, turn) if turn else None


def _result(connection: Connection, quiz_id: str) -> _Result | None:
    quiz = quizzes.find_quiz(connection, quiz_id)
    if quiz is None:
        return None
    tallies = scores.standings(connection, quiz_id)
    names = players.names(connection, quiz.community, tallies)
    return _Result(quiz, tallies, names, scores.why_uncounted(connection, quiz))
