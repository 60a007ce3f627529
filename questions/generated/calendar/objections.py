"""What it took to object to electoral votes, and to reject them."""

from __future__ import annotations

from collections.abc import Iterator

from questions.calendar import ELECTIONS, LAST, OBJECTIONS, ElectoralCalendar, Objection
from questions.generated.calendar.entries import hard_if_old
from questions.generated.calendar.wording import ask
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import OPTIONS, turned
from questions.model import Difficulty, Option, Text
from questions.phrases import sentences

_SIGNERS = {
    "one-of-each": Text("One senator and one representative", "Un senador y un representante"),
    "one-fifth": Text("One-fifth of the members of each House", "Un quinto de los miembros de cada cámara"),
    "one-third": Text("One-third of the members of each House", "Un tercio de los miembros de cada cámara"),
    "majority": Text("A majority of the members of each House", "La mayoría de los miembros de cada cámara"),
    "one-alone": Text("One senator or one representative", "Un senador o un representante"),
    "ten-of-each": Text("Ten senators and ten representatives", "Diez senadores y diez representantes"),
}
_FROM_FEWEST = ("one-alone", "one-of-each", "ten-of-each", "one-fifth", "one-third", "majority")
_JUDGES = {
    "one-house": Text("The vote of one House alone", "El voto de una sola cámara"),
    "both-houses": Text("The votes of both Houses", "El voto de ambas cámaras"),
    "two-thirds": Text("Two-thirds of each House", "Dos tercios de cada cámara"),
    "supreme-court": Text("A ruling of the Supreme Court", "Un fallo de la Corte Suprema"),
}
# How many, and what else it would be.
_SIGNATURES: dict[str, tuple[Text, Text | None]] = {
    "20-87": (Text("20 and 87", "20 y 87"), None),
    "1-1": (
        Text("1 and 1", "1 y 1"),
        Text(
            "One of each was enough until the count of 2021.", "Uno y uno bastaban hasta el conteo de 2021."
        ),
    ),
    "10-44": (
        Text("10 and 44", "10 y 44"),
        Text("That is one-tenth of each House.", "Es un décimo de cada cámara."),
    ),
    "34-145": (
        Text("34 and 145", "34 y 145"),
        Text("That is one-third of each House.", "Es un tercio de cada cámara."),
    ),
    "51-218": (
        Text("51 and 218", "51 y 218"),
        Text("That is a majority of each House.", "Es la mayoría de cada cámara."),
    ),
}

# The reform of 2022 changed who must sign, not who decides.
_SINCE_1889 = Text("so it has been since the count of 1889", "así es desde el conteo de 1889")


def objections() -> Iterator[tuple[str, Recipe]]:
    """What it took to object to votes, and to reject them."""
    for calendar in ELECTIONS:
        objection, counted = calendar.objection, calendar.election + 1
        if objection is None:
            continue
        if objection.id in ("one-of-each", "one-fifth"):
            yield f"gen-objection-signers-{counted}", _who_signs(calendar, objection)
            yield f"gen-objection-rejects-{counted}", _what_rejects(calendar, objection, "both-houses")
        elif objection.id == "joint-rule":
            yield f"gen-objection-rejects-{counted}", _what_rejects(calendar, objection, "one-house")
        if objection.id == "one-fifth":
            yield f"gen-objection-seats-{counted}", _how_many_sign(calendar, objection)


def _who_signs(calendar: ElectoralCalendar, objection: Objection) -> Recipe:
    def build(id: str) -> Draft:
        real = [other for other in ("one-of-each", "one-fifth") if other != objection.id]
        like = turned(id, [other for other in _SIGNERS if other not in ("one-of-each", "one-fifth")])
        signed = Text(
            f"To take up an objection, Congress asked for the signatures of {objection.to_object.en}",
            f"Para atender una objeción, el Congreso exigía la firma de {objection.to_object.es}",
        )
        coming = calendar.foreseen
        return Draft(
            hard_if_old(calendar.election, Difficulty.EASY),
            ask(
                f"who {'must' if coming else 'had to'} sign an objection to electoral votes before it "
                f"{'is' if coming else 'was'} taken up",
                f"quiénes {'deben' if coming else 'debían'} firmar una objeción a los votos electorales "
                f"para que se {'atienda' if coming else 'atendiera'}",
                coming,
                _at_the_count(calendar),
            ),
            Choice(
                Option(objection.id, _SIGNERS[objection.id]),
                [
                    Option(other, _SIGNERS[other], _why_not_signers(objection, other))
                    for other in [*real, *like][: OPTIONS - 1]
                ],
            ),
            sentences(signed, _since(objection)),
            objection.authorities,
        )

    return build


def _what_rejects(calendar: ElectoralCalendar, objection: Objection, judge: str) -> Recipe:
    def build(id: str) -> Draft:
        coming = calendar.foreseen
        needed = Text(
            f"an electoral vote objected to was rejected by {objection.to_reject.en}",
            f"un voto electoral objetado se rechazaba con {objection.to_reject.es}",
        )
        return Draft(
            hard_if_old(calendar.election),
            ask(
                f"what {'does' if coming else 'did'} it take to reject an electoral vote objected to",
                f"qué se {'necesita' if coming else 'necesitaba'} para rechazar un voto electoral objetado",
                coming,
                _at_the_count(calendar),
            ),
            Choice(
                Option(judge, _JUDGES[judge]),
                [
                    Option(other, text, _why_not_judge(other))
                    for other, text in _JUDGES.items()
                    if other != judge
                ],
            ),
            sentences(needed, _since(objection) if judge == "one-house" else _SINCE_1889),
            objection.authorities,
        )

    return build


def _how_many_sign(calendar: ElectoralCalendar, objection: Objection) -> Recipe:
    def build(id: str) -> Draft:
        others = turned(id, [other for other in _SIGNATURES if other != "20-87"])
        coming, count = calendar.foreseen, _at_the_count(calendar)
        return Draft(
            Difficulty.HARD,
            ask(
                f"how many of them at least {'must' if coming else 'had to'} sign an objection",
                f"cuántos de ellos, por lo menos, {'deben' if coming else 'debían'} firmar una objeción",
                coming,
                Text(
                    f"{count.en}, with 100 senators and 435 representatives in office",
                    f"{count.es}, con 100 senadores y 435 representantes en funciones",
                ),
            ),
            Choice(
                Option("20-87", _SIGNATURES["20-87"][0]),
                [Option(other, *_SIGNATURES[other]) for other in others[: OPTIONS - 1]],
            ),
            sentences(
                Text(
                    "one-fifth of 100 is 20, and one-fifth of 435 is 87",
                    "un quinto de 100 es 20, y un quinto de 435 es 87",
                ),
                _since(objection),
            ),
            objection.authorities,
        )

    return build


def _why_not_signers(objection: Objection, other: str) -> Text:
    real = next((era for era in OBJECTIONS if era.id == other), None)
    if real:
        return sentences(_since(real))
    if _FROM_FEWEST.index(other) > _FROM_FEWEST.index(objection.id):
        return Text("That is more than it takes.", "Son más de los que se necesitan.")
    return Text("That is not enough.", "No bastan.")


def _why_not_judge(other: str) -> Text:
    match other:
        case "one-house":
            return sentences(_since(next(era for era in OBJECTIONS if era.id == "joint-rule")))
        case "both-houses":
            return sentences(_SINCE_1889)
        case "two-thirds":
            return Text("No such majority is needed.", "No hace falta tal mayoría.")
        case _:
            return Text("The Houses decide, not a court.", "Deciden las cámaras, no un tribunal.")


def _at_the_count(calendar: ElectoralCalendar) -> Text:
    counted = calendar.election + 1
    return Text(
        f"at the count of electoral votes in the US Congress in {counted}",
        f"en el conteo de votos electorales de {counted} en el Congreso de EE. UU.",
    )


def _since(objection: Objection) -> Text:
    first, last = objection.first + 1, objection.last + 1
    if objection.last == LAST:
        return Text(f"so it has been since the count of {first}", f"así es desde el conteo de {first}")
    return Text(
        f"so it was from the count of {first} to that of {last}",
        f"así fue desde el conteo de {first} hasta el de {last}",
    )
