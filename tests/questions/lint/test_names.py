from __future__ import annotations

import pytest

from questions.model import Text
from tests.questions.lint.linting import linted, named
from tests.questions.samples import question


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("It was López Obrador's letter.", "Fue la carta de López Obrador."),
        ("He went to Mexico and to Canada.", "Fue a México y a Canadá."),
        ("The US Congress met.", "Se reunió el Congreso de EE. UU."),
        ("It was a Mexican note.", "Era una nota mexicana."),
        ("They asked President Bush.", "Preguntaron al presidente Bush."),
        ("It was in Mexico City's Zócalo.", "Fue en el Zócalo de la Ciudad de México."),
        ("the electoral tribunal", "el Tribunal Electoral"),
        ("He was flown home.", "Voló a México."),
        ("Mexico's Foreign Ministry spoke.", "La Secretaría de Relaciones Exteriores habló."),
        ("It was published by the FGR.", "Lo publicó la FGR."),
        ("On Monday, January 6", "El lunes 6 de enero"),
        ("Marines killed him.", "Lo mataron marinos."),
        ("Put Calderón and Fox in order.", "Ordena a Calderón y Fox."),
        ("It is so. Nobody objected.", "Es así. Nadie objetó."),
        ("From China and from Russia", "De China y de Rusia"),
        ("the Secretaría de Marina of Mexico", "la Secretaría de Marina"),
        ("the last word, I think", "la última palabra, creo"),
        ('titled "A Foreign House"', 'con el título "A Foreign House"'),
    ],
)
def test_names_that_agree_pass_alike_or_translated(english: str, spanish: str) -> None:
    assert linted(question("a", explanation=Text(english, spanish))) == []


@pytest.mark.parametrize(
    ("english", "spanish", "words"),
    [
        ("asked by Calderon", "lo pidió Calderón", "names Calderon, Spanish Calderón"),
        ("asked by Calderón", "lo pidió López Obrador", "names Calderón, Spanish López and Obrador"),
        ("asked by Landau", "lo pidió Lando", "names Landau, Spanish Lando"),
        ("asked by Landau", "lo pidió el embajador", "names Landau, Spanish none"),
        ("asked by the ambassador", "lo pidió Landau", "names none, Spanish Landau"),
        ("Tony Snow said so.", "Toni Snow lo dijo.", "names Tony, Spanish none"),
        ("Calderon said so.", "Calderón lo dijo.", "names Calderon, Spanish Calderón"),
        ("Mexico", "Mexico", "names Mexico, Spanish none"),
        ("He called Canada.", "Llamó a España.", "names Canada, Spanish España"),
        ("He was in Mexico.", "Estaba en Mexico.", "names Mexico, Spanish none"),
        ("It was signed by George W. Busch.", "Lo firmó George W. Bush.", "names Busch, Spanish Bush"),
        ("It was published by the FGR.", "Lo publicó la SRE.", "names FGR, Spanish SRE"),
        ('He said "from Landau".', 'Dijo "de Lando".', "names Landau, Spanish Lando"),
    ],
)
def test_a_name_of_one_language_alone_is_a_fault(english: str, spanish: str, words: str) -> None:
    (fault,) = linted(question("a", explanation=Text(english, spanish)))
    assert (fault.question, fault.field, fault.hint) == ("a", "explanation", False)
    assert f"English alone {words}; write names alike in both, with their accents" in fault.what
    assert "questions/lint/translations.toml" in fault.what


def test_stems_are_compared_too() -> None:
    faults = linted(question("a", stem=Text("Was it Barr?", "¿Fue Biden?")))
    assert named(faults) == [("a", "stem")]
