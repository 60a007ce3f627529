from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questions.bank import load_bank
from questions.folding import folded
from questions.keys import NameKey
from questions.names import grade_name
from questions.verdict import Verdict

CALDERON = NameKey(("Felipe Calderón", "Calderón"), ("Felipe",), person=True)
CIENFUEGOS = NameKey(
    ("Salvador Cienfuegos", "Cienfuegos"), ("Salvador",), ("Camilo Cienfuegos",), person=True
)
HOUSE = NameKey(
    ("House of Representatives", "Cámara de Representantes", "the House"), ("Congress",), ("Senate",)
)
TWELFTH = NameKey(("12th Amendment", "12th", "Twelfth Amendment", "Amendment XII", "Duodécima Enmienda"))
DEA = NameKey(
    ("DEA", "Drug Enforcement Administration", "Administración de Control de Drogas"), ("US", "DOJ")
)
LANDAU = NameKey(("Christopher Landau", "Landau"), ("Christopher",), ("Lando", "Martin Landau"), person=True)
DUCHARME = NameKey(("Seth DuCharme", "DuCharme"), person=True)
OHARA = NameKey(("James O'Hara", "O'Hara"), person=True)
LAW = NameKey(("Ley de Seguridad Nacional",), ("Ley de Seguridad",), ("Ley de Seguridad Interior",))
PARTY = NameKey(("Alternativa Socialdemócrata y Campesina",), ("Socialdemócrata",))

KEYS = [CALDERON, CIENFUEGOS, HOUSE, TWELFTH, DEA, LANDAU, DUCHARME, OHARA, LAW, PARTY]
KEYS += [question.key for question in load_bank().questions if isinstance(question.key, NameKey)]
keys = st.sampled_from(KEYS)


def entries(key: NameKey) -> list[str]:
    return [*key.accept, *key.prompt, *key.reject]


def test_regression_calderon_without_its_accent() -> None:
    assert grade_name(CALDERON, "Calderon") is Verdict.CORRECT


def test_regression_the_13th_amendment_is_not_the_12th() -> None:
    for wrong in ("13th Amendment", "13th", "Thirteenth Amendment", "Amendment XIII", "Amendment XI"):
        assert grade_name(TWELFTH, wrong) is Verdict.WRONG


def test_regression_not_the_house_of_representatives() -> None:
    for wrong in (
        "NOT the House of Representatives",
        "No la Cámara de Representantes",
        "anything but the House",
    ):
        assert grade_name(HOUSE, wrong) is Verdict.WRONG


def test_regression_a_list_of_guesses() -> None:
    for wrong in ("11th 12th 13th 14th", "12th or 13th", "12th, 13th", "12th 12th"):
        assert grade_name(TWELFTH, wrong) is Verdict.WRONG


@pytest.mark.parametrize("key", [CIENFUEGOS, replace(CIENFUEGOS, reject=())])
def test_regression_camilo_cienfuegos_is_not_salvador(key: NameKey) -> None:
    for wrong in ("Camilo Cienfuegos", "General Camilo Cienfuegos", "Camilo Cienfuego", "camilo cienfuegos."):
        assert grade_name(key, wrong) is Verdict.WRONG
    for right in ("Cienfuegos", "Salvador Cienfuegos", "el general Cienfuegos"):
        assert grade_name(key, right) is Verdict.CORRECT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        (CALDERON, "  FELIPE   CALDERÓN. "),
        (CALDERON, "Presidente Calderón"),
        (CALDERON, "President-elect Felipe Calderon"),
        (CALDERON, "el ex presidente Calderón"),
        (CALDERON, "Lic. Felipe Calderón"),
        (CALDERON, "“Calderón”"),
        (CALDERON, "Caldero\u0301n"),
        (HOUSE, "house of representatives"),
        (HOUSE, "A House of the Representatives"),
        (HOUSE, "La Cámara de los Representantes"),
        (HOUSE, "House"),
        (DEA, "D.E.A."),
        (DEA, "the D. E. A."),
        (DEA, "d e a"),
        (DEA, "Administracion del Control de Drogas"),
        (DUCHARME, "Du Charme"),
        (DUCHARME, "Seth du-charme"),
        (DUCHARME, "Acting U.S. Attorney Seth DuCharme"),
        (OHARA, "OHara"),
        (OHARA, "O’Hara"),
        (OHARA, "O Hara"),
        (OHARA, "Rep. James O'Hara"),
        (PARTY, "Alternativa Socialdemócrata & Campesina"),
        (TWELFTH, "the 12th amendment"),
        (TWELFTH, "twelfth amendment"),
    ],
)
def test_what_does_not_matter(key: NameKey, given: str) -> None:
    assert grade_name(key, given) is Verdict.CORRECT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        (CIENFUEGOS, "Cienfuego"),
        (CIENFUEGOS, "Cinfuegoss"),
        (CIENFUEGOS, "Sienfuegos"),
        (CIENFUEGOS, "Cienfeugos"),
        (CIENFUEGOS, "Gral. Slavador Cienfuegos"),
        (CALDERON, "Calederon"),
        (CALDERON, "Caldreon"),
        (CALDERON, "Kalderon"),
        (LANDAU, "Landauu"),
        (LANDAU, "Cristopher Landau"),
        (TWELFTH, "12th Amendmant"),
        (HOUSE, "House of Represntatives"),
    ],
)
def test_small_typos_are_forgiven(key: NameKey, given: str) -> None:
    assert grade_name(key, given) is Verdict.CORRECT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        (NameKey(("Ohio",)), "Ohia"),  # four letters
        (NameKey(("Fox",)), "Foxx"),
        (NameKey(("Perote",)), "Pero"),
        (NameKey(("Perote",)), "Porota"),  # two changes, six letters
        (NameKey(("Cienfuegos",)), "Cinfugas"),
        (NameKey(("Cienfuegos",)), "Confuegas"),  # three
        (NameKey(("Segunda Sala",)), "Segundo Sala"),  # ordinals
        (NameKey(("Sixth Circuit",)), "Sixtn Circuit"),
        (NameKey(("Seventh Circuit",)), "Seventy Circuit"),
        (NameKey(("Artículo veintiuno",)), "Artículo veintidós"),
        (NameKey(("Amendment XXVII",)), "Amendment XXVIII"),
        (NameKey(("Plan B2000",)), "Plan B2001"),
        (NameKey(("Article 11, 2",)), "Article 1, 12"),
        (NameKey(("never again",)), "neven again"),  # negations
        (NameKey(("without veto",)), "withaut veto"),
        (NameKey(("nunca más",)), "nunc más"),
        (NameKey(("5 de junio",)), "5 de julio"),
        (NameKey(("noroeste",)), "noreste"),
        (NameKey(("Northwest Territory",)), "Northeast Territory"),
        (NameKey(("legal",)), "ilegal"),
        (NameKey(("constitutional",)), "unconstitutional"),
        (NameKey(("Institution",)), "Constitution"),
        (NameKey(("immigration",)), "emigration"),
        (CIENFUEGOS, "Cienfuegos Zepeda"),
        (CIENFUEGOS, "Cienfuegos Cienfuegos"),
        (CIENFUEGOS, "general"),
        (HOUSE, "President House"),  # no person
        (LANDAU, "Lando"),
        (LANDAU, "Landa"),  # as near to a wrong name
        (LANDAU, "Martin Landao"),
        (LAW, "Ley de Seguridad Interoir"),
        (CALDERON, "Señora Calderón"),
        (CALDERON, "Mrs. Calderón"),
    ],
)
def test_another_name_is_wrong(key: NameKey, given: str) -> None:
    assert grade_name(key, given) is Verdict.WRONG


@pytest.mark.parametrize(
    ("key", "given"),
    [
        (CALDERON, "felipe"),
        (CALDERON, "Presidente Felipe"),
        (CALDERON, "Felip"),
        (HOUSE, "the Congress"),
        (HOUSE, "Congres"),
        (DEA, "U.S."),
        (LAW, "la ley de seguridad"),
        (PARTY, "Socialdemocratas"),
    ],
)
def test_what_is_too_general_is_asked_once_more(key: NameKey, given: str) -> None:
    assert grade_name(key, given) is Verdict.BE_SPECIFIC


def test_the_nearest_list_wins() -> None:
    assert grade_name(NameKey(("Castillo",), (), ("Castilla",)), "Castillo") is Verdict.CORRECT
    assert grade_name(NameKey(("Castillo",), (), ("Castilla",)), "Castille") is Verdict.WRONG
    assert grade_name(NameKey(("Castillo",), ("Castilla",)), "Castille") is Verdict.BE_SPECIFIC
    assert grade_name(NameKey((), ("Castillo",), ("Castilla",)), "Castille") is Verdict.WRONG
    assert grade_name(NameKey(("Poniatowska",), (), ("Poniatowski",)), "Poniatowka") is Verdict.CORRECT


def test_a_name_in_several_lists() -> None:
    assert grade_name(NameKey(("DEA",), ("DEA",), ("DEA",)), "DEA") is Verdict.WRONG
    assert grade_name(NameKey(("DEA",), ("DEA",)), "DEA") is Verdict.CORRECT


@pytest.mark.parametrize("blank", ["", "   ", "\n", "?!", "…", "👍", "_", "\0"])
def test_nothing_cannot_be_read(blank: str) -> None:
    assert grade_name(CALDERON, blank) is Verdict.UNREADABLE


def test_what_is_too_long_is_not_read() -> None:
    assert grade_name(CALDERON, "Calderón" + " " * 192) is Verdict.CORRECT
    assert grade_name(CALDERON, "Calderón" + " " * 193) is Verdict.UNREADABLE
    assert grade_name(NameKey(("a" * 300,)), "a" * 300) is Verdict.UNREADABLE


@pytest.mark.parametrize("key", KEYS)
def test_the_lists_of_a_key_say_what_they_hold(key: NameKey) -> None:
    for texts, verdict in (
        (key.accept, Verdict.CORRECT),
        (key.prompt, Verdict.BE_SPECIFIC),
        (key.reject, Verdict.WRONG),
    ):
        for text in texts:
            assert grade_name(key, text) is verdict, text


@given(
    keys,
    st.data(),
    st.sampled_from(["", " ", "¿", "(", "«", "- "]),
    st.sampled_from(["", " ", "?", ").", "!", "»"]),
)
def test_case_accents_and_what_stands_around_do_not_matter(
    key: NameKey, data: st.DataObject, before: str, after: str
) -> None:
    text = data.draw(st.sampled_from(entries(key)))
    change = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase, accented, folded]))
    assume("." not in text or change is not folded)  # the points of initials are gone
    assert grade_name(key, before + change(text) + after) is grade_name(key, text)


def accented(text: str) -> str:
    return text.translate(str.maketrans("aeiouAEIOU", "áèîöúÀÉÎÕÜ"))


@given(keys, st.data(), st.sampled_from(["not", "no", "never", "sin", "anti", "or", "o", "Senate", "13th"]))
def test_a_further_word_is_never_right(key: NameKey, data: st.DataObject, word: str) -> None:
    text = data.draw(st.sampled_from(key.accept))
    assert grade_name(key, f"{word} {text}") is Verdict.WRONG
    assert grade_name(key, f"{text} {word}") is Verdict.WRONG


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(["th Amendment", "", "nd Circuit", "-2006"]))
def test_another_ordinal_is_never_right(one: int, other: int, after: str) -> None:
    assume(one != other)
    assert grade_name(NameKey((f"{one}{after}",)), f"{other}{after}") is Verdict.WRONG


ENGLISH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
ENGLISH += "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
SPANISH = (
    "primera segunda tercera cuarta quinta sexta séptima octava novena décima undécima duodécima primero "
)
SPANISH += "segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo"


def test_no_ordinal_passes_for_another() -> None:
    ordinals = [*ENGLISH.split(), *SPANISH.split()]
    for one, other in product(ordinals, ordinals):
        verdict = grade_name(NameKey((f"{one} amendment",)), f"{other} amendment")
        assert verdict is (Verdict.CORRECT if one == other else Verdict.WRONG), (one, other)


@given(keys | st.builds(NameKey), st.text())
def test_no_text_is_too_odd(key: NameKey, text: str) -> None:
    assert grade_name(key, text) in Verdict
    assert grade_name(replace(key, accept=(*key.accept, text)), text) in Verdict


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text) == folded(f" {text}\n")


def test_no_letter_is_folded_further_the_second_time() -> None:
    for number in range(0x20000):  # beyond lie no letters with a case or an accent
        once = folded(chr(number))
        assert folded(once) == once, hex(number)
