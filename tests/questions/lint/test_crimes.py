from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from questions.content import to_json
from questions.keys import ChoiceKey, OrderKey, SetKey, TruthKey
from questions.kinds import TRUTH_OPTIONS
from questions.lint import check
from questions.lint.lists import word_lists
from questions.lint.persons import CRIMES
from questions.model import LANGUAGES, Ascription, Option, Question, Text
from tests.questions.lint.linting import linted, named
from tests.questions.samples import CHOICE, TOPIC, TRUTH, bank_folder, question, spoilt

CHARGED = Text("With what was Salvador Cienfuegos charged?", "¿De qué acusaron a Salvador Cienfuegos?")
LAUNDERING = Text("Money laundering", "Lavado de dinero")
MURDER = Text("Two murders", "Dos asesinatos")
BRIBERY = Text("Bribery", "Cohecho")
NOTHING = Text("Nothing", "Nada")


def asked(stem: Text, *wrong: Text, right: Text = NOTHING) -> Question:
    options = tuple(Option(f"wrong-{n}", text) for n, text in enumerate(wrong))
    return question("a", stem=stem, options=(*options, Option("right", right)), key=ChoiceKey("right"))


def marked(whole: Question, number: int, *crimes: tuple[str, str]) -> Question:
    mark = tuple(Ascription(*crime) for crime in crimes)
    options = [
        replace(option, ascribes=mark) if place == number else option
        for place, option in enumerate(whole.options)
    ]
    return replace(whole, options=tuple(options))


# --- wrong options


@pytest.mark.parametrize(("crime", "id"), [(MURDER, "murder"), (BRIBERY, "bribery")])
def test_a_wrong_option_ascribes_no_crime_to_a_person_never_charged_with_it(crime: Text, id: str) -> None:
    (fault,) = linted(asked(CHARGED, Text("Slander", "Calumnia"), crime, right=LAUNDERING))
    assert (fault.question, fault.field, fault.hint) == ("a", "options[#2]", False)
    assert f"ascribes {id} to Salvador Cienfuegos, with no such charge in persons.toml" in fault.what
    assert "reword it; if it says no such thing, mark it: ascribes = {}" in fault.what


def test_a_wrong_option_may_name_a_charge() -> None:
    assert linted(asked(CHARGED, LAUNDERING)) == []


def test_a_right_option_is_not_judged() -> None:
    assert linted(asked(CHARGED, LAUNDERING, right=MURDER)) == []


def test_the_crime_may_be_in_the_stem_and_the_person_in_the_option() -> None:
    stem = Text("Who was charged with money laundering?", "¿A quién acusaron de lavado de dinero?")
    ebrard = Text("Marcelo Ebrard", "Marcelo Ebrard")
    general = Text("Salvador Cienfuegos", "Salvador Cienfuegos")
    (fault,) = linted(asked(stem, ebrard, general))
    assert fault.field == "options[#1]"
    assert "ascribes money-laundering to Marcelo Ebrard" in fault.what


def test_one_language_is_enough() -> None:
    faults = linted(asked(CHARGED, Text("What he paid for", "Un soborno")))
    assert named(faults) == [("a", "options[#1]")]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("He forgot the stem of a cocoanut", "Fue a la estafeta"),
        ("It was gold", "Era oro"),
        ("A kingdom of rapeseed", "Un reino de colza"),
    ],
)
def test_other_words_are_no_crimes(english: str, spanish: str) -> None:
    assert linted(asked(CHARGED, Text(english, spanish))) == []


def test_a_metal_is_no_judge() -> None:
    stem = Text("Which bribery was about gold?", "¿Qué soborno fue de oro?")
    assert linted(asked(stem, Text("The last", "El último"))) == []


def test_the_wrong_options_of_a_set_are_judged_and_its_right_ones_not() -> None:
    both = (Option("right", MURDER), Option("wrong", BRIBERY))
    whole = question("a", stem=CHARGED, options=both, key=SetKey(frozenset({"right"})))
    assert named(linted(whole)) == [("a", "options[#2]")]


def test_what_is_put_in_order_has_no_wrong_options() -> None:
    items = (Option("one", LAUNDERING), Option("two", MURDER))
    assert linted(question("a", stem=CHARGED, options=items, key=OrderKey(("one", "two")))) == []


# --- stems


@pytest.mark.parametrize("value", [True, False])
def test_a_statement_ascribes_no_crime_either(value: bool) -> None:
    stem = Text(
        "Salvador Cienfuegos was charged with murder.", "Acusaron a Salvador Cienfuegos de homicidio."
    )
    faults = linted(question("a", stem=stem, options=TRUTH_OPTIONS, key=TruthKey(value)))
    assert named(faults) == [("a", "stem")]


def test_a_stem_that_ascribes_a_crime_is_named_once_and_not_with_each_option() -> None:
    stem = Text(
        "For whose murder was Felipe Calderón there?", "¿Por qué asesinato estaba ahí Felipe Calderón?"
    )
    faults = linted(asked(stem, Text("One", "Una"), Text("Two", "Otra")))
    assert named(faults) == [("a", "stem")]


# --- marks


def test_a_mark_says_that_the_words_mean_nothing_of_the_kind() -> None:
    whole = asked(CHARGED, MURDER)
    assert linted(marked(whole, 0)) == []
    stem = Text(
        "Which law on bribery did Felipe Calderón sign?", "¿Qué ley sobre soborno firmó Felipe Calderón?"
    )
    assert named(linted(asked(stem, Text("One", "Una")))) == [("a", "stem")]
    assert linted(replace(asked(stem, Text("One", "Una")), ascribes=())) == []


def test_a_mark_says_what_the_words_do_not() -> None:
    whole = asked(CHARGED, Text("Taking a suitcase", "Recibir una maleta"))
    assert linted(whole) == []
    (fault,) = linted(marked(whole, 0, ("cienfuegos", "bribery")))
    assert fault.field == "options[#1]"
    assert fault.what.endswith("with no such charge in persons.toml; reword it")
    assert linted(marked(whole, 0, ("cienfuegos", "drug-trafficking"))) == []


@pytest.mark.parametrize(
    ("person", "crime", "words"),
    [
        (
            "cienfuego",
            "bribery",
            'is marked with "cienfuego", who is not listed; add the person to persons.toml',
        ),
        (
            "cienfuegos",
            "bribes",
            'is marked with "bribes", which is no crime here; the crimes are abuse-of-office',
        ),
    ],
)
def test_a_mark_names_what_is_listed(person: str, crime: str, words: str) -> None:
    (fault,) = linted(marked(asked(CHARGED, MURDER), 0, (person, crime)))
    assert words in fault.what


def test_a_mark_is_no_part_of_what_is_asked() -> None:
    whole = asked(CHARGED, MURDER)
    other = replace(marked(whole, 0, ("cienfuegos", "murder")), ascribes=())
    assert whole == other
    assert to_json(whole) == to_json(other)


def test_packs_mark_options_and_stems(tmp_path: Path) -> None:
    why = 'why = { en = "Too soon.", es = "Muy pronto." }'
    text = spoilt(CHOICE, why, f'{why}, ascribes = {{ barr = "murder" }}')
    folder = bank_folder(tmp_path, electoral_college=TOPIC + text + spoilt(TRUTH, "answer", MARK))
    faults = check([folder / "packs" / "electoral-college.toml"])
    assert [(fault.question, fault.field, fault.line) for fault in faults] == [
        ("electors-met-2020", "options[#1]", 13),
        ("electors-meet-together", "stem", 27),
    ]


MARK = 'ascribes = { amlo = "fraud" }\nanswer'


@pytest.mark.parametrize(
    ("value", "field", "words"),
    [
        ("true", "ascribes", "must be a table"),
        ("{ barr = 7 }", "ascribes.barr", "must be a text"),
        ('{ barr = " " }', "ascribes.barr", "is blank"),
    ],
)
def test_a_mark_is_a_table_of_crimes(tmp_path: Path, value: str, field: str, words: str) -> None:
    path = bank_folder(
        tmp_path, electoral_college=TOPIC + spoilt(TRUTH, "answer", f"ascribes = {value}\nanswer")
    )
    (fault,) = check([path / "packs" / "electoral-college.toml"])
    assert (fault.field, fault.line) == (field, 13)
    assert words in fault.what


# --- persons who are not listed


def test_a_crime_beside_a_name_that_is_not_listed_is_a_hint() -> None:
    (hint,) = linted(
        asked(Text("Who took a bribe?", "¿Quién recibió un soborno?"), Text(*["Juan de la Torre Peña"] * 2))
    )
    assert (hint.field, hint.hint) == ("options[#1]", True)
    assert (
        'speaks of bribery and names "Juan de la Torre Peña"; if that is a person, list them in' in hint.what
    )


def test_a_marked_option_gives_no_hint() -> None:
    whole = asked(Text("Who told of the bribe?", "¿Quién contó del soborno?"), Text(*["La Jornada Maya"] * 2))
    assert [fault.hint for fault in linted(whole)] == [True]
    assert linted(marked(whole, 0)) == []


# --- the list of crimes


def test_each_crime_has_words_in_each_language() -> None:
    for crime, words in word_lists(CRIMES).items():
        assert set(words) == set(LANGUAGES), crime
        assert all(words.values()), crime
