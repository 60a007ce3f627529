"""The cards of what moderators decide: settings, moderators, who is on the leaderboards, seasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.cards import Bold, Button, Card, Choice, Line, Menu, Place
from bot.engine.preferences import (
    AUTOMATIC,
    LIMITS,
    SWITCHES,
    UTC_ZONE,
    CommunitySettings,
    Rooms,
    Starters,
)
from bot.show.notices import notice, platform_word
from bot.show.parts import Names, day_text, name_of
from bot.words import say, spans
from questions.model import LANGUAGES, Language

# What is on or off.
SWITCHED = ("bonus", "streaks", "leaderboard")


def settings_card(settings: CommunitySettings, here: str, language: Language) -> Card:
    """What a community's moderators have set, with menus and buttons to set it otherwise.

    `here` is the room where they look; empty where they look from none.
    """
    zone = settings.zone or UTC_ZONE
    states = {what: getattr(settings, what) for what in SWITCHED}
    lines: list[Line] = [
        (say(language, "community-who"),),
        spans(language, "community-zone", zone=Bold(zone)),
        _rooms_line(settings.rooms, language),
        *(
            spans(language, f"community-{what}", state=Bold(say(language, f"choice-{_word(on)}")))
            for what, on in states.items()
        ),
    ]
    if settings.season is not None:
        lines.append(spans(language, "community-season", day=Bold(day_text(settings.season, language))))
    toggles = (_switch(what, _word(not on), language) for what, on in states.items())
    rooms = (_switch("rooms", to, language) for to in _moves(settings.rooms, here))
    return Card(
        say(language, "community-title"), tuple(lines), (*toggles, *rooms), menus=_menus(settings, language)
    )


def moderators_card(community: str, ids: Iterable[str], names: Names, language: Language) -> Card:
    """Who may moderate: by the platform's word, and by the community's own."""
    named = tuple((name_of(id, names, language),) for id in sorted(ids))
    none: Line = (say(language, "moderators-none"),)
    lines = ((say(language, platform_word("moderators-by", community)),), *(named or (none,)))
    return Card(say(language, "moderators-title"), lines)


def ask_start(day: date, language: Language) -> Card:
    """Asks before a season starts: everyone will see it."""
    return _ask("season-ask-start", "start", day, language)


def ask_end(day: date, language: Language) -> Card:
    """Asks before the season ends that began on a day."""
    return _ask("season-ask-end", "end", day, language)


def no_season(language: Language) -> Card:
    return notice(language, "season-title", "season-none")


def season_started(day: date, language: Language) -> Card:
    return notice(language, "season-title", "season-started", day=Bold(day_text(day, language)))


def season_ended(language: Language) -> Card:
    return notice(language, "season-title", "season-ended")


def _ask(word: str, what: str, day: date, language: Language) -> Card:
    said = spans(language, word, day=Bold(day_text(day, language)))
    button = Button(say(language, f"button-season-{what}"), f"season:{what}:{day.isoformat()}", primary=True)
    return Card(say(language, "season-title"), (said,), (button,))


def _rooms_line(rooms: frozenset[str], language: Language) -> Line:
    if not rooms:
        return (say(language, "community-rooms-all"),)
    places = [Place(room) for room in sorted(rooms)]
    named = tuple(span for place in places for span in (place, ", "))[:-1]
    return spans(language, "community-rooms-some", rooms=named)


def _moves(rooms: frozenset[str], here: str) -> tuple[Rooms, ...]:
    """What can be changed about the rooms, seen from one of them, or from none."""
    if not here:
        return (Rooms.EVERYWHERE,) if rooms else ()
    if not rooms:
        return (Rooms.ONLY_HERE,)
    if here not in rooms:
        return (Rooms.HERE, Rooms.ONLY_HERE, Rooms.EVERYWHERE)
    return (Rooms.EVERYWHERE,) if rooms == {here} else (Rooms.NOT_HERE, Rooms.ONLY_HERE, Rooms.EVERYWHERE)


def _menus(settings: CommunitySettings, language: Language) -> tuple[Menu, ...]:
    limit = next(name for name, seconds in LIMITS.items() if seconds == settings.seconds)
    zone = settings.zone or UTC_ZONE
    return (
        Menu(
            say(language, "community-zone-menu"),
            "set:zone",
            (Choice(zone, zone),),
            frozenset({zone}),
            searched=True,
        ),
        _menu("language", (AUTOMATIC, *LANGUAGES), settings.language or AUTOMATIC, language),
        _menu("limit", tuple(LIMITS), limit, language),
        _menu("starters", tuple(Starters), settings.starters, language),
    )


def _menu(what: str, values: Iterable[str], now: str, language: Language) -> Menu:
    choices = tuple(Choice(value, say(language, f"choice-{value}")) for value in values)
    return Menu(say(language, f"community-{what}"), f"set:{what}", choices, frozenset({now}))


def _switch(what: str, to: str, language: Language) -> Button:
    return Button(say(language, f"button-{what}-{to}"), f"switch:{what}:{to}")


def _word(on: bool) -> str:
    return next(word for word, value in SWITCHES.items() if value == on)
