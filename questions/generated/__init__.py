"""Questions that nobody wrote: computed from the electoral calendar, with the working as explanation.

A template names its questions cheaply and builds each one only when it is asked for. What varies from one
question to the next (which wrong options, where the right one stands) hangs on the id alone, so a question
reads the same in every run and every release.

Wrong options come from the rules of other eras, from the other events of the same election and from common
slips (a week off, the next weekday). How many of them lie before the right one is drawn by lot, so that
neither the earliest nor the middle date is a good guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from questions.generated.draft import Draft
from questions.generated.lots import OPTIONS, lot
from questions.generated.templates import recipes
from questions.keys import ChoiceKey
from questions.model import Citation, Question, Source, Text, Topic

TOPIC = Topic("electoral-calendar", Text("Electoral calendar (computed)", "Calendario electoral (calculado)"))
"""Their own topic, so that by their number they do not drown the questions that somebody wrote."""

AS_OF = date(2026, 11, 23)


class GeneratedQuestions:
    """All generated questions: their ids at once, each question when it is asked for."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._recipes = recipes()
        self._built: dict[str, Question] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._recipes)

    def question(self, id: str) -> Question | None:
        if id not in self._built and id in self._recipes:
            self._built[id] = _question(id, self._recipes[id](id), self._sources)
        return self._built.get(id)

    def __len__(self) -> int:
        return len(self._recipes)

    def __iter__(self) -> Iterator[Question]:
        return (question for id in self._recipes if (question := self.question(id)))


def generate(sources: Mapping[str, Source], limit: int | None = None) -> Iterator[Question]:
    """Every generated question, or the first so many, always in the same order.

    Raises KeyError if a source that fixes a day is missing.
    """
    return islice(GeneratedQuestions(sources), limit)


def _question(id: str, draft: Draft, sources: Mapping[str, Source]) -> Question:
    options = list(draft.wrong)
    options.insert(lot(id, "place", OPTIONS), draft.right)
    authorities = dict.fromkeys(draft.authorities)
    return Question(
        id=id,
        topic=TOPIC.id,
        difficulty=draft.difficulty,
        stem=draft.stem,
        options=tuple(options),
        key=ChoiceKey(draft.right.id),
        explanation=draft.explanation,
        citations=tuple(Citation(sources[authority.source], authority.at) for authority in authorities),
        as_of=AS_OF,
    )
