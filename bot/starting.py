"""Starting a round: who may, where, with what, and its first question."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Connection

from bot import course, turns
from bot.cards import Line, Place
from bot.course import CLOSE_TURN, POST_TURN
from bot.engine.leaderboard import local_date
from bot.engine.preferences import UTC_ZONE, CommunitySettings, Starters
from bot.engine.quiz import Mode, Quiz
from bot.engine.turn import Turn
from bot.outcomes import SOON, finish, put_off
from bot.ports import TryLater, Unreachable
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import rounds
from bot.show.notices import platform_word
from bot.show.parts import theme
from bot.store import communities, due, quizzes
from bot.store.due import Claim
from bot.turns import QUESTIONS
from questions.model import Difficulty, Question

# Players who pass one keyboard on need longer.
SECONDS_AT_ONE_SCREEN = 120

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Options:
    """What a round is to be like; `seconds` as in `Quiz`."""

    topic: str | None
    difficulty: Difficulty | None
    questions: int
    seconds: int | None


async def play(shell: Shell, request: Request, room: Room) -> Reply:
    """Start a round as asked for. It begins only if the bot can post in the room; otherwise nothing is kept.

    Raises:
        Refusal: the player may not start one here, one runs already, no question fits, or the bot may not
            write here.
    """
    known = await shell.store.read(lambda c: _known(c, request, room))
    quiz = _draft(shell, request, room, known.settings, _asked_for(request, known.settings))
    return await _start(shell, request, room, known, quiz)


async def again(shell: Shell, request: Request, room: Room) -> Reply:
    """Start a round like one that was played here.

    Raises:
        Refusal: as `play`, or there was no such round.
    """
    known = await shell.store.read(lambda c: _known(c, request, room))
    before = await shell.store.read(lambda c: quizzes.find_quiz(c, str(request.arguments["quiz"])))
    if before is None or before.community != room.community or before.mode is not Mode.LIVE:
        raise Refusal("gone")
    options = _Options(before.topic, before.difficulty, before.length, before.seconds)
    quiz = replace(_draft(shell, request, room, known.settings, options), language=before.language)
    return await _start(shell, request, room, known, quiz)


@dataclass(frozen=True, slots=True)
class _Known:
    """The settings of the community, and the round which this very request has begun before."""

    settings: CommunitySettings
    begun: Quiz | None


def _known(connection: Connection, request: Request, room: Room) -> _Known:
    settings = communities.settings_of(connection, room.community)
    return _Known(settings, quizzes.quiz_of_cause(connection, request.cause))


def _asked_for(request: Request, settings: CommunitySettings) -> _Options:
    given = request.arguments
    seconds = SECONDS_AT_ONE_SCREEN if request.present and settings.seconds is None else settings.seconds
    return _Options(
        topic=str(given["topic"]) if "topic" in given else None,
        difficulty=Difficulty(str(given["difficulty"])) if "difficulty" in given else None,
        questions=int(given.get("questions", QUESTIONS)),
        seconds=int(given["seconds"]) if "seconds" in given else seconds,
    )


def _draft(
    shell: Shell, request: Request, room: Room, settings: CommunitySettings, options: _Options
) -> Quiz:
    now = shell.clock.now()
    return Quiz(
        id=shell.new_id(),
        community=room.community,
        room=room.id,
        mode=Mode.LIVE,
        topic=options.topic,
        language=turns.language(request, room, settings.language),
        length=options.questions,
        seconds=options.seconds,
        pause=shell.pause,
        starter=request.player.id,
        day=local_date(now, settings.zone or UTC_ZONE),
        opened_at=now,
        cause=request.cause,
        present=request.present,
        difficulty=options.difficulty,
        # Who comes second at one screen has had longer to think.
        bonus=settings.bonus and not request.present,
    )


async def _start(shell: Shell, request: Request, room: Room, known: _Known, wanted: Quiz) -> Reply:
    begun = known.begun
    if begun is None:
        _check_may_start(request, room, known.settings)
        begun = await _begin(shell, request, wanted)
    return Reply(rounds.started(shell.bank, begun, wanted.length, request.player.language))


def _check_may_start(request: Request, room: Room, settings: CommunitySettings) -> None:
    if settings.starters is Starters.MODERATORS and not request.player.moderator:
        raise Refusal(platform_word("starters", room.community))
    if settings.rooms and room.id not in settings.rooms:
        raise Refusal("not-this-room", rooms=_places(settings))


def _places(settings: CommunitySettings) -> Line:
    places = [Place(room) for room in sorted(settings.rooms)]
    return tuple(span for place in places for span in (place, ", "))[:-1]


async def _begin(shell: Shell, request: Request, quiz: Quiz) -> Quiz:
    """Draw the questions and open the first; the round as it stands, also if this request began it before."""
    questions = await turns.draw_for(shell, quiz)
    if not questions:
        raise Refusal("no-questions", theme=theme(shell.bank, quiz, request.player.language))
    quiz = replace(quiz, length=len(questions))
    first = course.new_turn(shell, quiz, 1, questions[0], quiz.present, quiz.opened_at)
    lease = shell.new_id()
    begun, claim = await shell.store.write(lambda c: _open(c, quiz, questions, first, lease))
    if claim is not None:
        shell.wake()
        await _post_first(shell, begun, first, claim)
    return begun


def _open(
    connection: Connection, quiz: Quiz, questions: list[Question], first: Turn, lease: str
) -> tuple[Quiz, Claim | None]:
    """Write a round down with its first question; no claim if this very request has done so before."""
    if quizzes.open_quiz(connection, quiz, questions):
        return quiz, course.open_shared(connection, quiz, first, lease)
    begun = quizzes.quiz_of_cause(connection, quiz.cause)
    if begun is None:
        raise Refusal("round-running")
    return begun, None


async def _post_first(shell: Shell, quiz: Quiz, first: Turn, claim: Claim) -> None:
    try:
        await course.post_turn(shell, claim)
    except Unreachable:
        await shell.store.write(lambda c: _take_back(c, quiz, first))
        raise Refusal(platform_word("cannot-post", quiz.community)) from None
    except Exception as error:
        # The round stands: the timekeeper will post it.
        if not isinstance(error, TryLater):
            _log.exception("a round is not posted yet", subject=claim.subject)
        await put_off(shell, claim, error, SOON)
    else:
        await finish(shell, claim)
    shell.wake()


def _take_back(connection: Connection, quiz: Quiz, first: Turn) -> None:
    due.drop_work(connection, CLOSE_TURN, first.id)
    due.drop_work(connection, POST_TURN, first.id)
    quizzes.drop_quiz(connection, quiz.id)
