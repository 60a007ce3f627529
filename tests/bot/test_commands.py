from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands import (
    BUTTONS,
    MODERATORS_BUTTONS,
    MOST_DAILY_QUESTIONS,
    MOST_QUESTIONS,
    MOST_SUGGESTED,
    Choices,
    Command,
    Kind,
    Who,
    bind,
    choice_words,
    commands,
    name,
    parse,
    suggested,
    usage,
)
from bot.requests import Refusal, Value
from bot.show import notices
from bot.words import ids, say
from questions.model import LANGUAGES, Language
from tests.bot.fakes import bank_of, read

BANK = bank_of({"cienfuegos": 3, "electoral-college": 3, "mexico-2006": 3})
KNOWN = commands(BANK)
BY_ACTION = {command.action: command for command in KNOWN}


def parsed(text: str) -> tuple[str, dict[str, Value]]:
    command, given = parse(KNOWN, text)
    return command.action, given


def refusal_of(text: str) -> Refusal:
    """The refusal of a command as it is typed."""
    with pytest.raises(Refusal) as raised:
        parse(KNOWN, text)
    return raised.value


def refused(text: str) -> Refusal:
    """The refusal of a command, with commands, options and choices by their English names."""
    no = refusal_of(text)
    return Refusal(no.word, **{key: notices.named(value, "en") for key, value in no.arguments.items()})


@pytest.mark.parametrize(
    ("text", "action", "given"),
    [
        ("play", "play", {}),
        ("PLAY", "play", {}),
        ("  play   cienfuegos  ", "play", {"topic": "cienfuegos"}),
        ("play Cienfuegos 3", "play", {"topic": "cienfuegos", "questions": 3}),
        ("play 3 cienfuegos", "play", {"topic": "cienfuegos", "questions": 3}),
        ("play 3 50", "play", {"questions": 3, "seconds": 50}),
        ("play 3 50 es", "play", {"questions": 3, "seconds": 50, "language": "es"}),
        ("play es", "play", {"language": "es"}),
        ("play questions:3", "play", {"questions": 3}),
        ("play QUESTIONS:3", "play", {"questions": 3}),
        ("play seconds:50", "play", {"seconds": 50}),
        ("play seconds:50 3", "play", {"seconds": 50, "questions": 3}),
        (
            "play 3 seconds:50 topic:mexico-2006",
            "play",
            {"questions": 3, "seconds": 50, "topic": "mexico-2006"},
        ),
        ("play +3", "play", {"questions": 3}),
        ("stop", "stop", {}),
        ("leaderboard", "leaderboard", {}),
        ("leaderboard week", "leaderboard", {"period": "week"}),
        ("leaderboard community", "leaderboard", {"scope": "community"}),
        (
            "leaderboard mexico-2006 channel today",
            "leaderboard",
            {"period": "today", "scope": "channel", "topic": "mexico-2006"},
        ),
        (
            "schedule set 09:00 America/Mexico_City",
            "schedule-set",
            {"time": "09:00", "zone": "America/Mexico_City"},
        ),
        (
            "Schedule SET 9pm europe/madrid cienfuegos 5 es",
            "schedule-set",
            {
                "time": "21:00",
                "zone": "Europe/Madrid",
                "topic": "cienfuegos",
                "questions": 5,
                "language": "es",
            },
        ),
        ("leaderboard 28-days", "leaderboard", {"period": "28-days"}),
        ("stats", "stats", {}),
        ("estadísticas", "stats", {}),
        ("stats U012AB", "stats", {"player": "U012AB"}),
        ("stats @ana", "stats", {"player": "ana"}),
        ("stats  Ana María", "stats", {"player": "Ana María"}),
        ("schedule set UTC 09:00", "schedule-set", {"time": "09:00", "zone": "UTC"}),
        ("schedule set 09:00", "schedule-set", {"time": "09:00"}),
        (
            "schedule set 9 pm mon - fri UTC 3",
            "schedule-set",
            {"time": "21:00", "weekdays": "mon,tue,wed,thu,fri", "zone": "UTC", "questions": 3},
        ),
        (
            "schedule set 09:00 lunes, miércoles y viernes cienfuegos es",
            "schedule-set",
            {"time": "09:00", "weekdays": "mon,wed,fri", "topic": "cienfuegos", "language": "es"},
        ),
        (
            "schedule set weekdays:every day 09:00",
            "schedule-set",
            {"time": "09:00", "weekdays": "mon,tue,wed,thu,fri,sat,sun"},
        ),
        ("schedule set 09:00 sat", "schedule-set", {"time": "09:00", "weekdays": "sat"}),
        ("schedule preview", "schedule-preview", {}),
        ("schedule preview tue 7am", "schedule-preview", {"time": "07:00", "weekdays": "tue"}),
        ("schedule pause 18:00", "schedule-pause", {"time": "18:00"}),
        ("schedule resume", "schedule-resume", {}),
        ("schedule set time:09:00 zone:utc", "schedule-set", {"time": "09:00", "zone": "UTC"}),
        ("schedule list", "schedule-list", {}),
        ("schedule remove", "schedule-remove", {}),
        ("help", "help", {}),
        ("", "help", {}),
        ("   ", "help", {}),
    ],
)
def test_commands_as_people_type_them(text: str, action: str, given: dict[str, Value]) -> None:
    assert parsed(text) == (action, given)


@pytest.mark.parametrize("number", ["0", "1000", "-3", "21", "+-3", "--3", "3.5", "³", "9" * 40, ""])
def test_a_number_of_questions_out_of_range_says_the_range(number: str) -> None:
    refusal = refused(f"play questions:{number}")
    assert refusal.word == "not-in-range"
    assert refusal.arguments == {
        "option": "questions",
        "given": number,
        "minimum": 1,
        "maximum": MOST_QUESTIONS,
    }


@pytest.mark.parametrize("number", ["0", "50", "100", "1000", "-1"])
def test_one_number_is_always_the_number_of_questions_and_never_the_seconds(number: str) -> None:
    for text in (f"play {number}", f"play cienfuegos {number}", f"play {number} es"):
        refusal = refused(text)
        assert (refusal.word, refusal.arguments["option"]) == ("not-in-range", "questions")


def test_seconds_out_of_range_say_the_range() -> None:
    for text in ("play 3 301", "play 3 500", "play seconds:-1"):
        refusal = refused(text)
        assert (refusal.word, refusal.arguments["option"]) == ("not-in-range", "seconds")


def test_a_daily_has_fewer_questions_at_most_than_a_round() -> None:
    assert MOST_DAILY_QUESTIONS < MOST_QUESTIONS
    assert parsed(f"play {MOST_DAILY_QUESTIONS + 1}")[1] == {"questions": MOST_DAILY_QUESTIONS + 1}
    refusal = refused(f"schedule set 09:00 UTC {MOST_DAILY_QUESTIONS + 1}")
    assert refusal.arguments["maximum"] == MOST_DAILY_QUESTIONS


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("cienfuego", "cienfuegos"),
        ("CIENFUEGAS", "cienfuegos"),
        ("electoral", "electoral-college"),
        ("mexico", "mexico-2006"),
        ("xyzzy", "none"),
    ],
)
def test_a_topic_that_there_is_not_names_the_one_most_like_it_and_all(typed: str, near: str) -> None:
    refusal = refused(f"play {typed}")
    assert refusal.word == "not-a-choice"
    assert refusal.arguments == {
        "option": "topic",
        "given": typed,
        "choices": "cienfuegos, electoral-college, mexico-2006",
        "near": near,
    }


def test_a_zone_that_there_is_not_names_those_like_it() -> None:
    refusal = refused("schedule set 09:00 mexico_city")
    assert refusal.word == "not-a-zone"
    assert "America/Mexico_City" in str(refusal.arguments["near"])
    assert refused("schedule set 09:00 Mars/Base").arguments["near"] == "none"


def test_choices_are_typed_in_spanish_as_well() -> None:
    assert parsed("clasificación semana comunidad")[1] == {"period": "week", "scope": "community"}
    assert parsed("ajustes canales:aquí bono:no")[1] == {"rooms": "here", "bonus": "off"}
    assert parsed("yo ritmo:DOBLE idioma:ingles")[1] == {"pace": "double", "language": "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_that_is_named_can_be_typed_as_it_is_named(language: Language) -> None:
    for option in (option for command in KNOWN for option in command.options if option.choices):
        named = choice_words(Choices(option, option.choices), language).split(", ")
        assert [option.read(word) for word in named] == list(option.choices)
        assert not any(" " in word for word in named), "what is typed has its end at a space"


def test_a_choice_that_there_is_not_names_those_that_there_are_in_the_language_of_the_player() -> None:
    (said,) = notices.refusal("es", refusal_of("clasificación semanas")).lines[0]
    assert said == (
        "«semanas» no vale para «periodo». ¿Quisiste decir «semana»? Hay: hoy, semana, mes, 28-días, siempre."
    )


def test_the_28_days_are_found_by_their_number() -> None:
    assert refused("leaderboard 28").arguments["near"] == "28-days"


def test_a_player_without_a_name_is_none() -> None:
    assert refused("stats @").word == "not-a-player"
    assert refused(f"stats {'x' * 300}").word == "too-long"


def test_a_typing_slip_is_taken_for_the_option_that_knows_a_word_like_it() -> None:
    refusal = refused("schedule set 09:00 cienfuego")
    assert (refusal.word, refusal.arguments["near"]) == ("not-a-choice", "cienfuegos")
    assert refused("schedule set 09:00 Mexico_City").word == "not-a-zone"
    assert refused("schedule set 09:00 xyzzy").word == "not-a-zone"


def test_a_word_that_is_like_none_is_taken_for_a_topic() -> None:
    refusal = refused("play physics")
    assert (refusal.arguments["option"], refusal.arguments["near"]) == ("topic", "none")


def test_a_time_that_is_none_says_how_to_write_it() -> None:
    assert refused("schedule set 25:00 UTC").word == "not-a-time"
    assert refused("schedule set time:noon zone:UTC").word == "not-a-time"


def test_days_that_are_none_say_how_to_write_them() -> None:
    assert refused("schedule set 09:00 weekdays:funday").word == "not-weekdays"
    assert refused("schedule set 09:00 UTC mon-wed-fri").word == "not-weekdays"


def test_what_is_required_and_missing_is_named_with_the_usage() -> None:
    refusal = refused("schedule set UTC")
    assert refusal.word == "option-missing"
    assert refusal.arguments == {
        "option": "time",
        "usage": "/quiz schedule set TIME [ZONE] [WEEKDAYS] [TOPIC] [QUESTIONS] [LANGUAGE]",
    }


def test_a_word_too_many_is_named_with_the_usage() -> None:
    refusal = refused("stop now")
    assert refusal.word == "too-many-words"
    assert refusal.arguments == {"given": "now", "usage": "/quiz stop"}


@pytest.mark.parametrize("command", ["", "play ", "schedule set 09:00 "])
def test_what_was_typed_is_quoted_in_one_line_however_long_it_is(command: str) -> None:
    no = refused(f"{command}{'x' * 10_000}")
    for language in LANGUAGES:
        said = read(notices.refusal(language, no))
        assert f"“{'x' * notices.LONGEST_QUOTE}…”" in said.replace("«", "“").replace("»", "”")


def test_what_no_platform_shows_is_quoted_as_a_sign() -> None:
    assert "“\ufffdplay\ufffd”" in read(notices.refusal("en", refused("\0play\ud800")))


def test_half_a_command_names_its_whole_ones() -> None:
    for text in ("schedule", "schedule now"):
        refusal = refused(text)
        assert refusal.word == "command-incomplete"
        assert str(refusal.arguments["usages"]).splitlines() == [
            "/quiz schedule set TIME [ZONE] [WEEKDAYS] [TOPIC] [QUESTIONS] [LANGUAGE]",
            "/quiz schedule list",
            "/quiz schedule preview [TIME] [ZONE] [WEEKDAYS]",
            "/quiz schedule pause [TIME]",
            "/quiz schedule resume [TIME]",
            "/quiz schedule remove [TIME]",
        ]


@pytest.mark.parametrize(("typed", "near"), [("pley", "play"), ("leader", "leaderboard"), ("xyzzy", "help")])
def test_an_unknown_command_names_the_one_most_like_it(typed: str, near: str) -> None:
    refusal = refused(typed)
    assert refusal.word == "command-unknown"
    assert refusal.arguments == {"given": typed, "near": near}


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("jugar cienfuegos 3", "play cienfuegos 3"),
        ("JUGAR tema:cienfuegos preguntas:3 idioma:es", "play topic:cienfuegos questions:3 language:es"),
        ("clasificacion hoy", "leaderboard today"),
        ("clasificación periodo:hoy", "leaderboard period:today"),
        ("diario poner 9:00 Europe/Madrid", "schedule set 9:00 Europe/Madrid"),
        ("diario poner 9:00 días:lun a vie", "schedule set 9:00 weekdays:mon-fri"),
        ("diario próximos 9:00 lun-vie", "schedule preview 9:00 mon-fri"),
        ("ajustes zona:Europe/Madrid rachas:no", "settings zone:Europe/Madrid streaks:off"),
        ("moderadores agregar ana", "moderators add ana"),
        ("responder 14 de diciembre", "answer 14 de diciembre"),
    ],
)
def test_commands_are_typed_in_spanish_as_well(spanish: str, english: str) -> None:
    assert parse(KNOWN, spanish) == parse(KNOWN, english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_commands_or_options_of_one_are_called_alike(language: Language) -> None:
    paths = [tuple(name(part, language) for part in command.path) for command in KNOWN]
    assert len(set(paths)) == len(paths)
    for command in KNOWN:
        called = [name(option.name, language) for option in command.options]
        assert len(set(called)) == len(called)


def test_a_usage_is_told_in_the_language_of_the_player() -> None:
    command = BY_ACTION["schedule-set"]
    no = Refusal("option-missing", option=command.options[0], usage=command)
    said = read(notices.refusal("es", no))
    assert "«hora»" in said
    assert "/quiz diario poner HORA [ZONA] [DÍAS] [TEMA] [PREGUNTAS] [IDIOMA]" in said


def test_a_usage_shows_what_is_required_and_what_is_not() -> None:
    assert usage(BY_ACTION["play"]) == "/quiz play [TOPIC] [QUESTIONS] [DIFFICULTY] [SECONDS] [LANGUAGE]"
    assert usage(BY_ACTION["leaderboard"]) == "/quiz leaderboard [PERIOD] [SCOPE] [TOPIC]"
    assert usage(BY_ACTION["help"]) == "/quiz help"


words = st.one_of(
    st.sampled_from(
        [
            *(
                "play",
                "stop",
                "leaderboard",
                "stats",
                "schedule",
                "set",
                "list",
                "remove",
                "help",
                "09:00",
                "9pm",
                "UTC",
            ),
            *(
                "America/Mexico_City",
                "cienfuegos",
                "es",
                "week",
                "community",
                "questions:",
                "seconds:5",
                "zone:x",
            ),
            *("mon-fri", "every", "day", "lunes", "y", "to", "weekdays:", "weekdays:sat"),
            *("time:", "topic:", ":", "50", "3", "+-3", "-", "+", "٣", "³", "১", "{", "}", "$x", "\u2069"),
        ]
    ),
    st.text(max_size=6),
    st.integers().map(str),
)


@given(st.lists(words, max_size=6).map(" ".join))
@example("play +-5")
@example("play questions:٣")
@example("schedule set 9 pm UTC")
def test_any_text_is_a_command_with_sound_options_or_a_refusal_that_can_be_said(text: str) -> None:
    try:
        command, given = parse(KNOWN, text)
    except Refusal as no:
        # Each of these fails if its sentence lacks an argument.
        said = {read(notices.refusal(language, no)) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)
        return
    check_sound(command, given)
    assert bind(command, given) == given


@given(
    st.sampled_from(KNOWN),
    st.dictionaries(
        st.sampled_from(
            [
                *("topic", "questions", "seconds", "language", "period", "scope", "player"),
                *("time", "zone", "weekdays", "other"),
            ]
        ),
        st.one_of(words, st.integers()),
    ),
)
def test_any_values_are_sound_options_or_a_refusal(command: Command, values: dict[str, Value]) -> None:
    try:
        given = bind(command, values)
    except Refusal:
        return
    check_sound(command, given)


def check_sound(command: Command, given: dict[str, Value]) -> None:
    options = {option.name: option for option in command.options}
    assert set(given) <= set(options)
    assert {option.name for option in command.options if option.required} <= set(given)
    for called, value in given.items():
        option = options[called]
        match option.kind:
            case Kind.INTEGER:
                assert isinstance(value, int)
                assert option.minimum <= value <= option.maximum
            case Kind.CHOICE:
                assert value in option.choices
            case Kind.TIME | Kind.ZONE | Kind.WEEKDAYS | Kind.PLAYER:
                assert isinstance(value, str)
                assert option.read(value) == value


def test_a_zone_is_suggested_wherever_a_menu_asks_for_one_and_nothing_elsewhere() -> None:
    assert suggested("set:zone", "madr") == suggested("prefer:zone", "madr") == ("Europe/Madrid",)
    assert len(suggested("set:zone", "a")) == MOST_SUGGESTED
    assert suggested("set:language", "madr") == suggested("zone", "madr") == suggested("", "") == ()


def test_what_changes_the_community_is_for_moderators() -> None:
    guarded = {command.action for command in KNOWN if command.who is Who.MODERATOR}
    assert guarded == {
        *("schedule-set", "schedule-pause", "schedule-resume", "schedule-remove"),
        *("settings", "moderators-add", "moderators-remove", "moderators-list"),
        *("exclude", "include", "season-start", "season-end"),
    }
    assert set(BUTTONS) >= MODERATORS_BUTTONS


def test_commands_and_buttons_share_no_action() -> None:
    actions = [command.action for command in KNOWN]
    assert len(set(actions)) == len(actions)
    assert not set(actions) & set(BUTTONS)


def test_every_command_and_option_is_explained() -> None:
    explained = {f"command-{command.action}" for command in KNOWN}
    explained |= {f"option-{option.name}" for command in KNOWN for option in command.options}
    for language in LANGUAGES:
        assert explained <= ids(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_shows_how_every_command_is_typed_and_every_topic(language: Language) -> None:
    shown = read(notices.help_card(BANK, language, KNOWN))
    assert all(usage(command, language) in shown for command in KNOWN)
    assert all(f"{topic.id} – {topic.title.to(language)}" in shown for topic in BANK.topics)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_tells_what_moderators_do_below_what_all_do(language: Language) -> None:
    playing, moderating = read(notices.help_card(BANK, language, KNOWN)).split(
        say(language, "help-moderating")
    )
    assert all(usage(c, language) in (moderating if c.who is Who.MODERATOR else playing) for c in KNOWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_label_of_its_own(language: Language) -> None:
    for option in (option for command in KNOWN for option in command.options):
        labels = {notices.choice_label(BANK, language, option.name, choice) for choice in option.choices}
        assert len(labels) == len(option.choices)
        assert all(labels)
