"""Which of four elections had a rule, and which had not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations

from questions.calendar import ELECTIONS, ElectoralCalendar, Entry, Event, Rule
from questions.generated.calendar.entries import election, ruled, rules_of
from questions.generated.calendar.like_rules import LIKE_RULES
from questions.generated.calendar.of_four import comparable, comparables, of_elections, past_if_enough
from questions.generated.calendar.options import election_option
from questions.generated.calendar.reasons import its_rule
from questions.generated.calendar.wording import THE
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import OPTIONS, lot, scattered, turned
from questions.model import Difficulty, Text
from questions.phrases import sentences

# Elections are compared across a change of rules not far off: the odd one must not stand out by its year.
_NEAR = 24
_FAR = 80


def elections_by_rule() -> Iterator[tuple[str, Recipe]]:
    """Which of four elections had a rule, and which had not."""
    for calendar in ELECTIONS:
        for event in LIKE_RULES:
            entry = calendar[event]
            if not comparable(entry):
                continue
            if len(_near_unlike(entry)) >= OPTIONS - 1:
                yield f"gen-under-{event}-{calendar.election}", _which_under(entry)
            if _near_alike(entry):
                yield f"gen-unlike-{event}-{calendar.election}", _which_unlike(entry)


@cache
def _near_unlike(entry: Entry) -> tuple[Entry, ...]:
    """The elections not far off that had another rule; none if the nearest of them is far."""
    unlike = [other for other in comparables(entry.event) if other.rule != entry.rule]
    some = past_if_enough(entry, [other for other in unlike if _years(entry, other) <= _FAR])
    return some if any(_years(entry, other) <= _NEAR for other in some) else ()


def _years(one: Entry, other: Entry) -> int:
    return abs(one.election - other.election)


@cache
def _near_alike(entry: Entry) -> tuple[tuple[Entry, ...], ...]:
    """The same, apart by their rules, where a rule has enough of them."""
    unlike = _near_unlike(entry)
    by_rule = [[other for other in unlike if other.rule == rule] for rule in rules_of(entry.event)]
    near = [same for same in by_rule if any(_years(entry, other) <= _NEAR for other in same)]
    return tuple(tuple(same) for same in near if len(same) >= OPTIONS - 1)


def _unevenly_far(id: str, entry: Entry, others: Sequence[Entry]) -> list[Entry]:
    """The nearest of the others and two more, mostly with a wider gap among them than to the entry."""
    nearest, *more = sorted(others, key=lambda other: _years(entry, other))
    more = scattered(id, more, election)
    if lot(id, "gap", 2):
        for one, other in combinations(more, 2):
            low, high = sorted((_years(entry, one), _years(entry, other)))
            if _years(entry, nearest) + low < high:
                return [nearest, one, other]
    return [nearest, *more[:2]]


def _which_under(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        wrong = _unevenly_far(id, entry, _near_unlike(entry))
        return _by_rule(entry, wrong, ruled(entry), "had this rule", "tuvo esta regla", its_rule)

    return build


def _which_unlike(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        wrong = _unevenly_far(id, entry, turned(id, _near_alike(entry))[0])
        return _by_rule(
            entry, wrong, ruled(wrong[0]), "did not have this rule", "no tuvo esta regla", _had_it
        )

    return build


def _had_it(entry: Entry) -> Text:
    return Text("It had this rule.", "Tuvo esta regla.")


def _by_rule(
    entry: Entry, wrong: Sequence[Entry], rule: Rule, en: str, es: str, why: Callable[[Entry], Text | None]
) -> Draft:
    four = sorted([entry, *wrong], key=election)
    appointing = Text("appointing the electors", "designar a los electores")
    the = appointing if entry.event is Event.ELECTION_DAY else THE[entry.event]
    told = [(ElectoralCalendar(one.election).name, ruled(one).text) for one in four]
    rules = Text(
        "; ".join(f"{name}: {of.en}" for name, of in told), "; ".join(f"{name}: {of.es}" for name, of in told)
    )
    text = rule.text
    return Draft(
        Difficulty.HARD,
        of_elections(four, f"which one {en} for {the.en}: {text.en}", f"cuál {es} para {the.es}: {text.es}"),
        Choice(
            election_option(entry.election),
            [election_option(one.election, why(one)) for one in wrong],
        ),
        sentences(rules),
        [authority for one in (entry, *wrong) for authority in one.authorities[:1]],
    )
