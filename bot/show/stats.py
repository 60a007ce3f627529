"""A player's statistics."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Bold, Button, Card, Line, Picture, Tone
from bot.chart import Bar, Chart
from bot.engine.scoring import Tally
from bot.engine.statistics import Statistics
from bot.engine.streak import Streak
from bot.ports import Pictures
from bot.show.notices import notice
from bot.show.parts import day_text, name_of, percent_text, topic_title, yearless_text
from bot.words import say
from questions.bank import Bank
from questions.model import Language

# Every so many bars of the chart have their date below them, counted back from today's.
_LABELLED = 7


@dataclass(frozen=True, slots=True)
class Profile:
    """A player with what they have reached; no `streak` where it is not to be shown."""

    player: str
    name: str | None
    statistics: Statistics
    streak: Streak | None


def statistics_card(bank: Bank, profile: Profile, language: Language, pictures: Pictures) -> Card:
    """The figures; where a reply can carry no picture, the last four weeks in words."""
    by_topic = (
        say(language, "stats-topic", topic=topic_title(bank, topic, language), **_right(tally, language))
        for topic, tally in profile.statistics.topics
    )
    return Card(
        _title(profile, language),
        (
            *_overall(profile, language),
            *((text,) for text in by_topic),
            *_recent(profile, language, pictures),
        ),
        _buttons(profile, language, pictures),
        say(language, "stats-footnote"),
        Tone.RESULT,
    )


def nothing(language: Language, *, own: bool) -> Card:
    """What is told where no answer has counted yet."""
    return notice(language, "stats-empty-title", "stats-none" if own else "stats-none-other")


def picture_card(profile: Profile, picture: Picture, language: Language) -> Card:
    """The picture alone."""
    return Card(_title(profile, language), picture=picture)


def recent_text(found: Statistics, language: Language) -> str:
    """What the picture shows, in words."""
    days = [day for day in found.recent if day.tally.answered]
    most = max(days, key=lambda day: day.tally.points)
    text = say(
        language,
        "recent-words",
        first=yearless_text(found.recent[0].date, language),
        last=yearless_text(found.recent[-1].date, language),
        points=sum(day.tally.points for day in days),
        days=len(days),
    )
    if not most.tally.points:
        return text
    day = yearless_text(most.date, language)
    return f"{text} {say(language, 'recent-most', points=most.tally.points, day=day)}"


def chart_of(found: Statistics, language: Language) -> Chart:
    """The picture of the last four weeks, before it is drawn."""
    bars = (
        Bar(
            day.tally.points,
            played=day.tally.answered > 0,
            label=yearless_text(day.date, language, short=True) if ago % _LABELLED == 0 else "",
        )
        for ago, day in zip(reversed(range(len(found.recent))), found.recent, strict=True)
    )
    return Chart(say(language, "recent-title"), tuple(bars))


def _title(profile: Profile, language: Language) -> str:
    names = {profile.player: profile.name or ""}
    return say(language, "stats-title", name=name_of(profile.player, names, language))


def _overall(profile: Profile, language: Language) -> tuple[Line, ...]:
    found = profile.statistics
    points = Bold(say(language, "stats-points", points=found.total.points))
    lines: list[Line] = [(points, " · ", say(language, "stats-right", **_right(found.total, language)))]
    if found.best is not None:
        day, points_then = day_text(found.best.date, language), found.best.tally.points
        lines.append((say(language, "stats-best", day=day, points=points_then),))
    if profile.streak is not None:
        streak = profile.streak
        lines.append((say(language, "stats-streak", now=streak.now, longest=streak.longest),))
    return tuple(lines)


def _recent(profile: Profile, language: Language, pictures: Pictures) -> tuple[Line, ...]:
    if not profile.statistics.recently_played:
        return ((say(language, "recent-none"),),)
    return () if pictures is Pictures.REPLY else ((recent_text(profile.statistics, language),),)


def _buttons(profile: Profile, language: Language, pictures: Pictures) -> tuple[Button, ...]:
    if pictures is not Pictures.DIRECT or not profile.statistics.recently_played:
        return ()
    return (Button(say(language, "button-picture"), f"picture:{profile.player}"),)


def _right(tally: Tally, language: Language) -> dict[str, object]:
    share = percent_text(tally.correct / tally.answered if tally.answered else 0, language)
    return {"correct": tally.correct, "answered": tally.answered, "percent": share}
