"""All packs together, and what can be looked up in them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from questions.generated import GeneratedQuestions, computed_topics
from questions.model import Difficulty, Pack, Question, Topic
from questions.packs import Reading, load_sources, read_pack, read_sources
from questions.page import Fault, PackError, Page, shown

BUILTIN = Path(__file__).parent


class Bank:
    """Every question, by id and by topic.

    Topics stand in the order of their ids, questions in that of their pack. Computed questions are topics of
    their own, each question built when it is asked for.
    Raises PackError if two packs share a topic or a question id.
    """

    def __init__(self, packs: Iterable[Pack], computed: Iterable[GeneratedQuestions] = ()) -> None:
        packs = sorted(packs, key=lambda pack: pack.topic.id)
        faults = _clashes([Reading(file_of(pack.topic.id), Page(""), pack, ()) for pack in packs])
        if faults:
            raise PackError(faults)
        self._computed = tuple(computed)
        topics = [pack.topic for pack in packs] + [questions.topic for questions in self._computed]
        self.topics: tuple[Topic, ...] = tuple(sorted(topics, key=lambda topic: topic.id))
        self._topics = {topic.id: topic for topic in self.topics}
        self._questions = {question.id: question for pack in packs for question in pack.questions}
        self._pools: dict[str | None, tuple[str, ...]] = {
            pack.topic.id: tuple(question.id for question in pack.questions) for pack in packs
        }
        self._pools[None] = tuple(self._questions)
        self._pools |= {questions.topic.id: questions.ids for questions in self._computed}

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those that somebody wrote."""
        return tuple(self._questions.values())

    def topic(self, id: str) -> Topic | None:
        return self._topics.get(id)

    def question(self, id: str) -> Question | None:
        found = self._questions.get(id)
        computed = (question for questions in self._computed if (question := questions.question(id)))
        return found or next(computed, None)

    def pool(self, topic: str | None, difficulty: Difficulty | None = None) -> tuple[str, ...]:
        """The ids of the questions on a topic, or of all packs; none for a topic that the bank lacks.

        With `difficulty` those as hard as that.
        """
        pool = self._pools.get(topic, ())
        if difficulty is None:
            return pool
        computed = next((questions for questions in self._computed if questions.topic.id == topic), None)
        if computed is not None:
            return computed.of_difficulty(difficulty)
        return tuple(id for id in pool if self._questions[id].difficulty is difficulty)


def load_bank(directory: Path = BUILTIN, added: Path | None = None) -> Bank:
    """Read sources.toml and packs/*.toml of a directory, and of another one whose packs are added.

    Raises PackError with all faults of all files.
    """
    with _nothing_collected():
        readings, faults = read_bank(directory)
        if faults:
            raise PackError(faults)
        # What the computed questions cite stands in the built-in sources.
        computed = computed_topics(load_sources(BUILTIN / "sources.toml")) if directory == BUILTIN else ()
        if added is not None:
            more, faults = _read_added(added, readings, Bank((), computed))
            if faults:
                raise PackError(faults)
            readings += more
        return Bank((reading.pack for reading in readings if reading.pack), computed)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Let no garbage be looked for: what is read stays, and to look through it takes a fourth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_bank(directory: Path) -> tuple[list[Reading], list[Fault]]:
    """Like `load_bank`, but hands over each file's reading and all faults."""
    folder = directory / "packs"
    own = directory / "sources.toml"
    # Packs without sources of their own may cite the built-in ones.
    needed = own if own.is_file() or not folder.is_dir() else BUILTIN / "sources.toml"
    sources, of_sources = read_sources(needed)
    packs = [read_pack(path, sources or None) for path in sorted(folder.glob("*.toml"))]
    readings = [of_sources, *packs]
    empty = Fault(str(folder), None, None, None, "holds no pack; add a file like packs/cienfuegos.toml")
    return readings, faults_of(readings) + ([] if packs else [empty])


def faults_of(readings: Sequence[Reading]) -> list[Fault]:
    """The faults of each file, and those that show only when the files are laid side by side."""
    own = [fault for reading in readings for fault in reading.faults]
    return own + _clashes(readings)


def _read_added(
    directory: Path, known: Sequence[Reading], computed: Bank
) -> tuple[list[Reading], list[Fault]]:
    """Packs that somebody adds, and their faults; it is one to take an id that is known or computed."""
    try:
        if not directory.is_dir():
            what = "is no folder; name one that holds packs/*.toml"
            return [], [Fault(str(directory), None, None, None, what)]
        readings, faults = read_bank(directory)
    except OSError as error:
        what = f"cannot be read ({error.strerror}); check the path and its permissions"
        return [], [Fault(str(directory), None, None, None, what)]
    clashes = [*_clashes([*known, *readings]), *_clashes_with_computed(readings, computed)]
    return readings, list(dict.fromkeys([*faults, *clashes]))


def file_of(topic: str) -> Path:
    """Where a bank's directory holds the pack on a topic."""
    return Path("packs", f"{topic}.toml")


def _clashes(readings: Iterable[Reading]) -> list[Fault]:
    faults: list[Fault] = []
    topics: dict[str, Path] = {}
    questions: dict[str, Path] = {}
    for reading in readings:
        if reading.pack is None:
            continue
        topic = reading.pack.topic.id
        if topics.setdefault(topic, reading.path) is not reading.path and topic:
            other = f'{topics[topic]} has the topic "{shown(topic)}" too'
            what = f"{other}; rename one of them, or put all questions in one file"
            faults.append(reading.fault(None, "topic.id", what))
        for id in dict.fromkeys(question.id for question in reading.pack.questions):
            if questions.setdefault(id, reading.path) is not reading.path and id:
                faults.append(
                    reading.fault(id, "id", f"{questions[id]} has a question of this id; rename one")
                )
    return faults


def _clashes_with_computed(readings: Iterable[Reading], computed: Bank) -> Iterator[Fault]:
    for reading in readings:
        if reading.pack is None:
            continue
        if computed.topic(reading.pack.topic.id) is not None:
            yield reading.fault(None, "topic.id", "is the id of a computed topic; choose another")
        for question in reading.pack.questions:
            if computed.question(question.id) is not None:
                yield reading.fault(question.id, "id", "is the id of a computed question; choose another")
