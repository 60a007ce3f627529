"""Phrases that the templates share, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from questions.mexico_2006 import Candidate, Entity
from questions.model import Text

ELECTION = Text("in Mexico's 2006 presidential election", "en la elección presidencial de México de 2006")
FINAL_COUNT = Text(
    "in the tribunal's final count of Mexico's 2006 presidential election",
    "en el cómputo final del Tribunal de la elección presidencial de México de 2006",
)

NAMES = {
    Candidate.CALDERON: "Felipe Calderón",
    Candidate.LOPEZ_OBRADOR: "Andrés Manuel López Obrador",
    Candidate.MADRAZO: "Roberto Madrazo",
    Candidate.MERCADO: "Patricia Mercado",
    Candidate.CAMPA: "Roberto Campa",
}
SURNAMES = {
    Candidate.CALDERON: "Calderón",
    Candidate.LOPEZ_OBRADOR: "López Obrador",
    Candidate.MADRAZO: "Madrazo",
    Candidate.MERCADO: "Mercado",
    Candidate.CAMPA: "Campa",
}
FIRST_THREE = (Candidate.CALDERON, Candidate.LOPEZ_OBRADOR, Candidate.MADRAZO)
"""Those who came first, second or third anywhere: in every entity, the others were behind them."""

PLACES = {
    1: Text("first", "primer"),
    2: Text("second", "segundo"),
    3: Text("third", "tercer"),
    4: Text("fourth", "cuarto"),
}

_IN_A_SENTENCE = {
    "distrito-federal": Text(
        "the Federal District (today Mexico City)", "el Distrito Federal (hoy Ciudad de México)"
    ),
    "estado-de-mexico": Text("the State of Mexico", "el Estado de México"),
}


def the(entity: Entity) -> Text:
    """The entity in a sentence."""
    return _IN_A_SENTENCE.get(entity.id, entity.name)


def either(entities: Iterable[Entity]) -> Text:
    """Colima, Jalisco or Oaxaca; Colima, Jalisco u Oaxaca."""
    names = [the(entity) for entity in entities]
    word = "u" if names[-1].es.startswith("O") else "o"
    return Text(_joined([name.en for name in names], "or"), _joined([name.es for name in names], word))


def together(entities: Iterable[Entity]) -> Text:
    """Colima, Guerrero and Hidalgo; Colima, Guerrero e Hidalgo."""
    names = [the(entity) for entity in entities]
    word = "e" if names[-1].es.startswith("Hi") else "y"
    return Text(_joined([name.en for name in names], "and"), _joined([name.es for name in names], word))


def _joined(names: Sequence[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def votes(number: int) -> Text:
    return Text(f"{number:,} votes", f"{number:,} votos")


def result(entity: Entity) -> Text:
    """How the entity voted, in figures."""
    where = the(entity)
    first, *others = [
        (SURNAMES[candidate], entity.votes[candidate], entity.percent(candidate))
        for candidate in entity.ranking
        if candidate in FIRST_THREE
    ]
    rest = "".join(f", {name} {number:,} ({percent}%)" for name, number, percent in others)
    name, number, percent = first
    cast = votes(entity.total)
    return Text(
        f"final count in {where.en}: {name} {number:,} votes ({percent}%){rest}; {cast.en} in all",
        f"cómputo final en {where.es}: {name} {number:,} votos ({percent}%){rest}; {cast.es} en total",
    )


def results(entities: Iterable[Entity]) -> Text:
    """How each of the entities voted, in short."""
    told = [
        (
            entity.name,
            ", ".join(
                f"{SURNAMES[candidate]} {entity.votes[candidate]:,}"
                for candidate in entity.ranking
                if candidate in FIRST_THREE
            ),
        )
        for entity in entities
    ]
    return Text(
        "; ".join(f"{name.en}: {figures}" for name, figures in told),
        "; ".join(f"{name.es}: {figures}" for name, figures in told),
    )
