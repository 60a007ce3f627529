"""Who came first, second and third, and where."""

from __future__ import annotations

from collections.abc import Iterator

from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import lot
from questions.generated.states.difficulty import hardest, of_place
from questions.generated.states.of_four import mixed, of_four
from questions.generated.states.options import candidate_option, entity_option
from questions.generated.states.wording import (
    ELECTION,
    FINAL_COUNT,
    FIRST_THREE,
    NAMES,
    PLACES,
    SURNAMES,
    by_name,
    either,
    ordered,
    result,
    results,
    the,
)
from questions.keys import OrderKey, SetKey
from questions.kinds import Asked
from questions.mexico_2006 import Candidate, Entity, Returns
from questions.model import Text
from questions.phrases import question, sentences

_SETS = 12
_OPTIONS_OF_A_SET = 5


def candidates_by_place(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """Who came first, second or third in an entity."""
    for place in (1, 2, 3):
        for entity in returns.entities:
            yield f"gen-mexico-{PLACES[place].en}-{entity.id}", _who(returns, entity, place)


def _who(returns: Returns, entity: Entity, place: int) -> Recipe:
    def build(id: str) -> Draft:
        where, nth, right = the(entity), PLACES[place], entity.at(place)
        if place == 1:
            en, es = f"who received the most votes in {where.en}", f"quién obtuvo más votos en {where.es}"
        else:
            en, es = f"who came {nth.en} in {where.en}", f"quién quedó en {nth.es} lugar en {where.es}"
        return Draft(
            of_place(entity, place),
            question(en, es, ELECTION),
            Choice(
                candidate_option(right),
                [
                    candidate_option(other, _place_there(entity, other))
                    for other in entity.ranking[:4]
                    if other != right
                ],
            ),
            sentences(result(entity)),
            [returns.authority],
        )

    return build


def candidates_in_order(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which order the first three candidates came in an entity."""
    for entity in returns.entities:
        yield f"gen-mexico-order-{entity.id}", _in_order(returns, entity)


def _in_order(returns: Returns, entity: Entity) -> Recipe:
    def build(id: str) -> Draft:
        where, three = the(entity), entity.ranking[:3]
        return Draft(
            hardest(of_place(entity, place) for place in (1, 2)),
            Text(
                f"Put these candidates in order of their votes in {where.en} {FINAL_COUNT.en}, "
                "most votes first.",
                f"Ordena estas candidaturas según sus votos en {where.es} {FINAL_COUNT.es}, "
                "de más a menos votos.",
            ),
            Asked(OrderKey(three), tuple(candidate_option(candidate) for candidate in three)),
            sentences(result(entity)),
            [returns.authority],
        )

    return build


def entities_by_place(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which of four entities a candidate came first, second or third."""
    for candidate in FIRST_THREE:
        for place, nth in PLACES.items():
            for entity in returns.entities:
                if place <= len(FIRST_THREE) and entity.at(place) is candidate:
                    id = f"gen-mexico-{candidate}-{nth.en}-{entity.id}"
                    yield id, _where(returns, entity, candidate, place)


def _where(returns: Returns, entity: Entity, candidate: Candidate, place: int) -> Recipe:
    def build(id: str) -> Draft:
        nth, who = PLACES[place], NAMES[candidate]
        return of_four(
            id,
            returns,
            entity,
            [other for other in returns.entities if other.at(place) is not candidate],
            Text(f"did {who} come {nth.en}", f"quedó {who} en {nth.es} lugar"),
            lead=ELECTION,
            why=lambda other: _place_there(other, candidate),
            told=results,
            difficulty=lambda _: of_place(entity, place),
        )

    return build


def sets_of_wins(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which of five entities a candidate came first."""
    for candidate in (Candidate.CALDERON, Candidate.LOPEZ_OBRADOR):
        for number in range(1, _SETS + 1):
            yield f"gen-mexico-wins-{candidate}-{number}", _which_won(returns, candidate)


def _which_won(returns: Returns, candidate: Candidate) -> Recipe:
    def build(id: str) -> Draft:
        entities = mixed(id, returns.entities)
        won = [entity for entity in entities if entity.at(1) is candidate]
        lost = [entity for entity in entities if entity.at(1) is not candidate]
        right = won[: 1 + lot(id, "right", _OPTIONS_OF_A_SET - 1)]
        five = ordered([*right, *lost][:_OPTIONS_OF_A_SET], "es")
        who, names = NAMES[candidate], either(five)
        return Draft(
            hardest(of_place(one, 1) for one in five),
            question(
                f"in which of these federal entities (one or more) did {who} come first: {names.en}",
                f"en cuáles de estas entidades federativas (una o más) quedó {who} en primer lugar: "
                f"{names.es}",
                ELECTION,
            ),
            Asked(
                SetKey(frozenset(entity.id for entity in right)),
                tuple(
                    entity_option(one, None if one in right else _place_there(one, candidate)) for one in five
                ),
            ),
            sentences(by_name(five, results)),
            [returns.authority],
        )

    return build


def _place_there(entity: Entity, candidate: Candidate) -> Text:
    nth, who, number = PLACES[entity.place(candidate)], SURNAMES[candidate], entity.votes[candidate]
    return Text(
        f"{who} came {nth.en} there, with {number:,} votes.",
        f"Ahí {who} quedó en {nth.es} lugar, con {number:,} votos.",
    )
