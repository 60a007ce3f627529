"""Figures by which entities are compared, and how the highest and the lowest are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from questions.generated.states.difficulty import graded
from questions.generated.states.options import ratio
from questions.generated.states.wording import NAMES, SURNAMES
from questions.mexico_2006 import Candidate, Entity, percent
from questions.model import Difficulty, Text


class Extreme(StrEnum):
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that every entity has: votes, or a share of all votes.

    `highest` and `lowest` follow "in which of these entities"; `why` has a place for the figure.
    """

    id: str
    value: Callable[[Entity], Fraction]
    is_share: bool
    highest: Text
    lowest: Text
    title: Text
    why: Text

    def asked(self, extreme: Extreme) -> Text:
        return self.highest if extreme is Extreme.HIGHEST else self.lowest

    def beyond(self, entity: Entity, extreme: Extreme, others: Iterable[Entity]) -> list[Entity]:
        """The others among which the entity's figure is clearly the highest, or the lowest."""
        sign = 1 if extreme is Extreme.HIGHEST else -1
        clear = 1 if self.is_share else Fraction(105, 100)
        return [
            other
            for other in others
            if (self.value(entity) - self.value(other)) * sign > 0 and self._apart(entity, other) >= clear
        ]

    def difficulty(self, entity: Entity, others: Iterable[Entity]) -> Difficulty:
        """By how far the nearest of the others is from the entity."""
        medium, easy = (Fraction(5), Fraction(12)) if self.is_share else (Fraction(3, 2), Fraction(3))
        return graded(min(self._apart(entity, other) for other in others), medium, easy)

    def _apart(self, one: Entity, other: Entity) -> Fraction:
        """Shares by points, votes by how many times one goes into the other."""
        if self.is_share:
            return abs(self.value(one) - self.value(other)) * 100
        return ratio(self.value(one), self.value(other))

    def figure(self, entity: Entity) -> str:
        value = self.value(entity)
        return f"{percent(value)}%" if self.is_share else f"{int(value):,}"

    def reason(self, entity: Entity) -> Text:
        """Why the entity is not the one asked for."""
        figure = self.figure(entity)
        return Text(self.why.en.format(figure), self.why.es.format(figure))

    def told(self, entities: Iterable[Entity]) -> Text:
        """The figures of the entities."""
        figures = [(entity.name, self.figure(entity)) for entity in entities]
        return Text(
            f"{self.title.en}: {'; '.join(f'{name.en} {figure}' for name, figure in figures)}",
            f"{self.title.es}: {'; '.join(f'{name.es} {figure}' for name, figure in figures)}",
        )


def share_of(candidate: Candidate) -> Measure:
    who, name = NAMES[candidate], SURNAMES[candidate]
    return Measure(
        f"share-{candidate}",
        lambda entity: entity.share(candidate),
        True,
        Text(
            f"did {who} receive the highest share of all votes cast",
            f"obtuvo {who} el mayor porcentaje de todos los votos emitidos",
        ),
        Text(
            f"did {who} receive the lowest share of all votes cast",
            f"obtuvo {who} el menor porcentaje de todos los votos emitidos",
        ),
        Text(f"{name}'s share of all votes", f"porcentaje de {name} de todos los votos"),
        Text(f"{name}'s share there was {{}}.", f"Ahí el porcentaje de {name} fue de {{}}."),
    )


def votes_of(candidate: Candidate) -> Measure:
    who, name = NAMES[candidate], SURNAMES[candidate]
    return Measure(
        f"votes-{candidate}",
        lambda entity: Fraction(entity.votes[candidate]),
        False,
        Text(f"did {who} receive the most votes", f"obtuvo {who} el mayor número de votos"),
        Text(f"did {who} receive the fewest votes", f"obtuvo {who} el menor número de votos"),
        Text(f"votes for {name}", f"votos por {name}"),
        Text(f"{name} received {{}} votes there.", f"Ahí {name} obtuvo {{}} votos."),
    )


_BOTH = f"{NAMES[Candidate.CALDERON]} {{}} {NAMES[Candidate.LOPEZ_OBRADOR]}"
BETWEEN = Text(f"between {_BOTH.format('and')}", f"entre {_BOTH.format('y')}")

GAP = Measure(
    "gap",
    lambda entity: Fraction(abs(entity.lead(Candidate.CALDERON, Candidate.LOPEZ_OBRADOR))),
    False,
    Text(
        f"was the difference in votes {BETWEEN.en} largest",
        f"fue mayor la diferencia de votos {BETWEEN.es}",
    ),
    Text(
        f"was the difference in votes {BETWEEN.en} smallest",
        f"fue menor la diferencia de votos {BETWEEN.es}",
    ),
    Text("difference in votes", "diferencia de votos"),
    Text("The difference there was {} votes.", "Ahí la diferencia fue de {} votos."),
)

CAST = Measure(
    "cast",
    lambda entity: Fraction(entity.total),
    False,
    Text("were the most votes counted", "se contaron más votos"),
    Text("were the fewest votes counted", "se contaron menos votos"),
    Text("votes counted", "votos contados"),
    Text("{} votes were counted there.", "Ahí se contaron {} votos."),
)
