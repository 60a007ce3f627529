"""Phrases that the templates share, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from questions.folding import folded
from questions.mexico_2006 import Candidate, Entity
from questions.model import Language, Text

ELECTION = Text("in Mexico's 2006 presidential election", "en la elección presidencial de México de 2006")
FINAL_COUNT = Text(
    "in the electoral tribunal's final count of Mexico's 2006 presidential election",
    "en el cómputo final de la elección presidencial de México de 2006, hecho por el Tribunal Electoral",
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


def by_name(entities: Iterable[Entity], told: Callable[[Sequence[Entity]], Text]) -> Text:
    """What is told of the entities in the order of their names, which is not the same in both languages."""
    entities = list(entities)
    return Text(told(ordered(entities, "en")).en, told(ordered(entities, "es")).es)


def ordered(entities: Iterable[Entity], language: Language) -> list[Entity]:
    return sorted(entities, key=lambda entity: folded(entity.name.to(language)))


def either(entities: Iterable[Entity]) -> Text:
    """Colima, Jalisco or Oaxaca; Colima, Jalisco u Oaxaca."""
    return by_name(entities, _either)


def _either(entities: Sequence[Entity]) -> Text:
    names = [the(entity) for entity in entities]
    word = "u" if names[-1].es.startswith("O") else "o"
    return Text(_joined([name.en for name in names], "or"), _joined([name.es for name in names], word))


def together(entities: Iterable[Entity]) -> Text:
    """Colima, Guerrero and Hidalgo; Colima, Guerrero e Hidalgo."""
    return by_name(entities, _together)


def _together(entities: Sequence[Entity]) -> Text:
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
            " · ".join(
                f"{SURNAMES[candidate]} {entity.votes[candidate]:,}"
                for candidate in entity.ranking
                if candidate in FIRST_THREE
            ),
        )
        for entity in entities
    ]
    return Text(
        f"Votes in the final count. {'; '.join(f'{name.en}: {figures}' for name, figures in told)}",
        f"Votos en el cómputo final. {'; '.join(f'{name.es}: {figures}' for name, figures in told)}",
    )
