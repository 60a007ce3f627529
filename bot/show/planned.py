"""The cards of schedules: what was set, what is planned, when it comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names
from babel.lists import format_list

from bot.cards import Bold, Button, Card, Line, Moment, Place
from bot.engine.schedule import EVERY_DAY, Run, Schedule
from bot.show.notices import notice
from bot.show.parts import LOCALES, topic_title
from bot.store.schedules import RoomSchedule
from bot.words import say, spans
from questions.bank import Bank
from questions.model import Language

# As many of the paused ones have buttons: two each fit where ten fit.
MOST_WITH_BUTTONS = 5
# From so many days in a row on, the first and the last name them all.
_A_RANGE = 3


def is_set(bank: Bank, schedule: RoomSchedule, at: datetime, language: Language) -> Card:
    """What was set, for its room and for who set it."""
    return _one(
        bank, "schedule-is-set", schedule, language, spans(language, "schedule-next", when=Moment(at))
    )


def is_resumed(bank: Bank, schedule: RoomSchedule, at: datetime, language: Language) -> Card:
    return _one(
        bank, "schedule-resumed", schedule, language, spans(language, "schedule-next", when=Moment(at))
    )


def is_paused(bank: Bank, schedule: RoomSchedule, language: Language) -> Card:
    how = spans(language, "schedule-how-to-resume", time=f"{schedule.rule.at:%H:%M}")
    return _one(bank, "schedule-is-paused", schedule, language, how)


def is_removed(language: Language) -> Card:
    return notice(language, "schedule-title", "schedule-removed")


def listed(
    bank: Bank,
    planned: Sequence[tuple[RoomSchedule, datetime]],
    here: str,
    language: Language,
    *,
    moderator: bool,
) -> Card:
    """The dailies of a community and when they come next; moderators see why one is paused, and a way on."""
    if not planned:
        return notice(language, "schedule-title", "schedule-none")
    lines: list[Line] = []
    buttons: list[Button] = []
    numbered = moderator and any(schedule.paused_at is not None for schedule, _ in planned)
    for number, (schedule, at) in enumerate(planned, start=1):
        lines.append(_line(bank, schedule, at, here, language, number if numbered else None))
        if moderator and schedule.paused_at is not None and schedule.paused_for is not None:
            reason = say(language, schedule.paused_for)
            lines.append(
                spans(language, "schedule-paused-why", when=Moment(schedule.paused_at), reason=reason)
            )
            buttons += _buttons(schedule, number, language)
    return Card(say(language, "schedule-title"), tuple(lines), tuple(buttons[: 2 * MOST_WITH_BUTTONS]))


def preview(
    bank: Bank,
    found: RoomSchedule | None,
    rule: Schedule,
    runs: Sequence[Run],
    own_zone: str | None,
    language: Language,
) -> Card:
    """The next times of a schedule, or of a rule that is tried out, also in the reader's own zone."""
    lines: list[Line] = [_sentence(rule_text(rule, language))]
    if found is None:
        lines.append((say(language, "preview-not-set"),))
    elif found.paused_at is not None:
        lines.append((say(language, "preview-paused"),))
    lines.append(())
    own = own_zone if own_zone != rule.zone else None
    for before, run in pairwise((*runs[:1], *runs)):
        if before.offset != run.offset:
            change = {"before": _offset(before.offset), "after": _offset(run.offset), "zone": rule.zone}
            lines.append(spans(language, "preview-change", **change))
        lines += _run_lines(run, rule, own, language)
    return Card(say(language, "preview-title"), tuple(lines))


def rule_text(rule: Schedule, language: Language) -> str:
    """`every day at 09:00 (America/Mexico_City)`."""
    days = days_text(rule.weekdays, language)
    return say(language, "schedule-rule", days=days, time=f"{rule.at:%H:%M}", zone=rule.zone)


def days_text(days: frozenset[int], language: Language) -> str:
    """`every day`, `Monday to Friday`, `every Monday and Thursday`."""
    if days == EVERY_DAY:
        return say(language, "days-every")
    locale = LOCALES[language]
    names = get_day_names("wide", locale=locale)
    first, last = min(days), max(days)
    if len(days) >= _A_RANGE and last - first == len(days) - 1:
        return say(language, "days-range", first=names[first], last=names[last])
    return say(language, "days-some", days=format_list([names[day] for day in sorted(days)], locale=locale))


def _one(bank: Bank, word: str, schedule: RoomSchedule, language: Language, below: Line) -> Card:
    said = say(
        language,
        word,
        rule=rule_text(schedule.rule, language),
        topic=topic_title(bank, schedule.topic, language),
        count=schedule.questions,
    )
    return Card(say(language, "schedule-title"), (_sentence(said), below))


def _line(
    bank: Bank,
    schedule: RoomSchedule,
    at: datetime,
    here: str,
    language: Language,
    number: int | None,
) -> Line:
    word = "schedule-line" if schedule.paused_at is None else "schedule-line-paused"
    room = say(language, "schedule-here") if schedule.room == here else Place(schedule.room)
    rule, topic = rule_text(schedule.rule, language), topic_title(bank, schedule.topic, language)
    line = spans(language, word, room=room, rule=rule, topic=topic, when=Moment(at))
    return line if number is None else (f"{number}. ", *line)


def _buttons(schedule: RoomSchedule, number: int, language: Language) -> Iterable[Button]:
    yield Button(say(language, "button-resume", number=number), f"resume:{schedule.id}", primary=True)
    yield Button(say(language, "button-remove", number=number), f"remove:{schedule.id}")


def _run_lines(run: Run, rule: Schedule, own: str | None, language: Language) -> Iterator[Line]:
    local = Bold(_local(run.wall, language))
    if own is None:
        yield spans(language, "preview-run", local=local, when=Moment(run.at))
    else:
        wall = run.at.astimezone(ZoneInfo(own))
        there = f"{wall:%H:%M}" if wall.date() == run.day else _local(wall, language)
        yield spans(language, "preview-run-own", local=local, when=Moment(run.at), own=there, zone=own)
    if run.skipped:
        yield spans(language, "preview-skipped", time=f"{rule.at:%H:%M}", instead=f"{run.wall:%H:%M}")
    elif run.twice:
        yield spans(language, "preview-twice", time=f"{rule.at:%H:%M}")


def _local(wall: datetime, language: Language) -> str:
    return f"{format_date(wall, 'full', locale=LOCALES[language])}, {wall:%H:%M}"


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    sign = "+" if minutes >= 0 else "−"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _sentence(text: str) -> Line:
    return (text[:1].upper() + text[1:],)
