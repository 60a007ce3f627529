"""Questions that nobody wrote: computed from a calendar or a table, with the working as explanation.

A template names its questions cheaply and builds each one only when it is asked for. What varies from one
question to the next (which wrong options, where the right one stands) hangs on the id alone, so a question
reads the same in every run and every release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from questions.generated import calendar, states
from questions.generated.calendar.templates import recipes as of_the_calendar
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import OPTIONS, lot
from questions.generated.states.templates import recipes as of_the_states
from questions.keys import ChoiceKey
from questions.kinds import Asked
from questions.mexico_2006 import load_returns
from questions.model import Citation, Difficulty, Question, Source, Topic

AS_OF = date(2026, 11, 23)


class GeneratedQuestions:
    """All generated questions on a topic: their ids at once, each question when it is asked for.

    They are a topic of their own, so that by their number they do not drown the questions that somebody
    wrote.
    """

    def __init__(self, topic: Topic, recipes: Mapping[str, Recipe], sources: Mapping[str, Source]) -> None:
        self.topic = topic
        self._recipes = recipes
        self._sources = sources
        self._built: dict[str, Question] = {}
        self._graded: dict[Difficulty, tuple[str, ...]] | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._recipes)

    def question(self, id: str) -> Question | None:
        """The question with this id, if there is one. Raises KeyError if it cites a missing source."""
        if id not in self._built and id in self._recipes:
            self._built[id] = self._question(id, self._recipes[id](id))
        return self._built.get(id)

    def of_difficulty(self, difficulty: Difficulty) -> tuple[str, ...]:
        """The ids of those as hard as that. The first time it takes as long as to build every question."""
        if self._graded is None:
            graded: dict[Difficulty, list[str]] = {}
            for id, recipe in self._recipes.items():
                graded.setdefault(recipe(id).difficulty, []).append(id)
            self._graded = {level: tuple(ids) for level, ids in graded.items()}
        return self._graded.get(difficulty, ())

    def __len__(self) -> int:
        return len(self._recipes)

    def __iter__(self) -> Iterator[Question]:
        return (question for id in self._recipes if (question := self.question(id)))

    def _question(self, id: str, draft: Draft) -> Question:
        asked = _laid_out(id, draft.asked) if isinstance(draft.asked, Choice) else draft.asked
        authorities = dict.fromkeys(draft.authorities)
        return Question(
            id=id,
            topic=self.topic.id,
            difficulty=draft.difficulty,
            stem=draft.stem,
            options=asked.options,
            key=asked.key,
            explanation=draft.explanation,
            citations=tuple(
                Citation(self._sources[authority.source], authority.at) for authority in authorities
            ),
            as_of=AS_OF,
            unit=asked.unit,
        )


def _laid_out(id: str, choice: Choice) -> Asked:
    """The options, with the right one at a place drawn by lot."""
    options = list(choice.wrong)
    options.insert(lot(id, "place", OPTIONS), choice.right)
    return Asked(ChoiceKey(choice.right.id), tuple(options))


def calendar_questions(sources: Mapping[str, Source]) -> GeneratedQuestions:
    """The questions on the electoral calendar, always in the same order."""
    return GeneratedQuestions(calendar.TOPIC, of_the_calendar(), sources)


def states_questions(sources: Mapping[str, Source]) -> GeneratedQuestions:
    """The questions on Mexico's election of 2006 by state. Raises PackError if its data file is faulty."""
    return GeneratedQuestions(states.TOPIC, of_the_states(load_returns(sources)), sources)


def computed_topics(sources: Mapping[str, Source]) -> tuple[GeneratedQuestions, ...]:
    """The questions on every computed topic."""
    return calendar_questions(sources), states_questions(sources)
