"""How fast questions are read, drawn and graded, beside what was promised.

    python -m bench.bank [--questions 100000] [--topics 100]

All on one core. The large bank is made of the built-in questions, each copied many times under new ids, so
its kinds and lengths are theirs. It takes 1.4 KB of disk for a question, in a folder removed at the end.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from random import Random, SystemRandom
from time import perf_counter, process_time
from typing import TypeVar

from bot.engine.draw import Pool, draw_evenly, shuffled_options
from bot.engine.quiz import Mode, Quiz
from bot.store import quizzes
from bot.store.database import database_url, writing_engine
from bot.store.store import migrate
from questions.bank import BUILTIN, Bank, load_bank
from questions.grading import grade
from questions.keys import ChoiceKey, DateKey, Key, NameKey, NumberKey
from questions.lint import check
from questions.verdict import Verdict
from tests.questions.guesses import Guess, guesses, right_answers

T = TypeVar("T")

LENGTH = 5  # questions of a quiz
PAST = 1000  # quizzes that a room has played
CHOICES = 1_000_000
TYPED = 200_000


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds it took."""
    start = perf_counter()
    return work(), perf_counter() - start


def row(what: str, figure: str, target: str = "", kept: bool | None = None) -> None:
    print(
        f"{what:58} {figure:>15}   {target:18} {'' if kept is None else 'ok' if kept else 'SHORT'}",
        flush=True,
    )


def below(what: str, seconds: float, most: float | None = None) -> None:
    target = "" if most is None else f"under {_spoken(most)}"
    row(what, _spoken(seconds), target, None if most is None else seconds < most)


def above(what: str, done: int, seconds: float, least: int | None = None) -> None:
    rate = done / seconds
    target = "" if least is None else f"over {least:,} a second"
    row(what, f"{rate:,.0f} a second", target, None if least is None else rate > least)


def _spoken(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.3f} ms"


# --- reading


def write_bank(folder: Path, questions: int, topics: int) -> None:
    """Write packs of so many questions on so many topics."""
    shutil.copy(BUILTIN / "sources.toml", folder)
    (folder / "packs").mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted((BUILTIN / "packs").glob("*.toml"))]
    written = [block for text in texts for block in re.split(r"^(?=\[\[question\]\])", text, flags=re.M)[1:]]
    copies = enumerate(islice(cycle(written), questions))
    for number in range(topics):
        some = islice(copies, questions // topics + (number < questions % topics))
        head = f'[topic]\nid = "topic-{number}"\ntitle.en = "Topic {number}"\ntitle.es = "Tema {number}"\n\n'
        renamed = (
            re.sub(r'^id = ".*"', f'id = "q-{place}"', block, count=1, flags=re.M) for place, block in some
        )
        (folder / "packs" / f"topic-{number}.toml").write_text(head + "".join(renamed), encoding="utf-8")


def read(questions: int, topics: int) -> Bank:
    faults, seconds = timed(check)
    assert not faults
    below("load and lint the built-in bank", seconds, 0.5)
    with tempfile.TemporaryDirectory() as folder:
        write_bank(Path(folder), questions, topics)
        start = process_time()
        bank, seconds = timed(lambda: load_bank(Path(folder)))
        busy = process_time() - start
    assert len(bank.questions) == questions
    below(f"load a bank of {questions:,} questions in {topics} packs", seconds, 10)
    below("  of these on the processor", busy)
    return bank


# --- drawing


def draw(bank: Bank) -> None:
    pools, seconds = timed(lambda: [Pool(bank.pool(topic.id)) for topic in bank.topics])
    below("  make its pools, once", seconds)
    for what, some in (("all topics", pools), ("one topic", pools[:1])):
        asked = _history(some)
        often = len(asked) / sum(len(pool.questions) for pool in some)
        times = sorted(_draw_times(bank, some, asked))
        what = f"  draw a question of {what} ({often:.0%} asked before)"
        below(f"{what}, median", statistics.median(times), 0.001)
        below(f"{what}, 99 of 100", times[len(times) * 99 // 100], 0.001)


def _history(pools: Sequence[Pool]) -> Counter[str]:
    """How often a room was asked what, after many quizzes."""
    asked: Counter[str] = Counter()
    dice = Random(1)
    for _ in range(PAST):
        asked.update(draw_evenly(pools, asked, LENGTH, dice))
    return asked


def _draw_times(bank: Bank, pools: Sequence[Pool], asked: Counter[str]) -> Iterator[float]:
    """Seconds for each question of a quiz, with its options shuffled; each quiz is another one."""
    dice = SystemRandom()
    for _ in range(2000):
        start = perf_counter()
        for id in draw_evenly(pools, asked, LENGTH, dice):
            question = bank.question(id)
            assert question is not None
            shuffled_options([option.id for option in question.options], dice)
        yield (perf_counter() - start) / LENGTH


def read_history(bank: Bank) -> None:
    """What it costs to ask the database what a room was asked, in a file that others write too."""
    pools = [Pool(bank.pool(topic.id)) for topic in bank.topics]
    dice = Random(2)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrate(url, _NOON)
        engine = writing_engine(database_url(url))
        with engine.begin() as connection:
            for number in range(2 * PAST):
                drawn = draw_evenly(pools, {}, LENGTH, dice)
                found = [question for id in drawn if (question := bank.question(id))]
                assert quizzes.open_quiz(connection, _quiz(number), found)
        with engine.connect() as connection:
            times = [timed(lambda: quizzes.asked(connection, _quiz(0)))[1] for _ in range(20)]
        engine.dispose()
    below(f"  read what a room was asked in {PAST:,} quizzes (SQLite)", statistics.median(times))


_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _quiz(number: int) -> Quiz:
    """A daily, of one of two rooms in turn."""
    return Quiz(
        id=f"quiz-{number}",
        community="bench",
        room=f"room-{number % 2}",
        mode=Mode.DAILY,
        topic=None,
        language="en",
        length=LENGTH,
        seconds=0,
        pause=0,
        starter="ana",
        day=_NOON.date() + timedelta(number),
        opened_at=_NOON,
        cause=f"cause-{number}",
    )


# --- grading


def grading() -> None:
    asked = load_bank().questions
    choices = [question for question in asked if isinstance(question.key, ChoiceKey)]
    answers = [(question.key, option.id) for question in choices for option in question.options]
    picked = list(islice(cycle(answers), CHOICES))
    _, seconds = timed(lambda: [grade(key, option) for key, option in picked])
    above(f"grade choices ({CHOICES:,})", CHOICES, seconds, 50_000)
    everything = guesses(asked, ())
    for kind, what, least in (
        (NameKey, "names", 5_000),
        (DateKey, "dates", None),
        (NumberKey, "numbers", None),
    ):
        keys = [question.key for question in asked if isinstance(question.key, kind)]
        _, seconds = timed(partial(_graded, list(islice(_typed(keys, everything), TYPED))))
        above(f"grade {what} ({TYPED:,}; half right, half anything)", TYPED, seconds, least)


def _graded(typed: list[tuple[Key, str, str]]) -> list[Verdict]:
    return [grade(key, text, locale, final=False) for key, locale, text in typed]


def _typed(keys: Iterable[Key], everything: Sequence[Guess]) -> Iterator[tuple[Key, str, str]]:
    dice = Random(3)
    right = [(key, locale, text) for key in keys for locale, text in right_answers(key)]
    while True:
        yield dice.choice(right)
        guess = dice.choice(everything)
        yield dice.choice(right)[0], guess.locale, guess.text


def main() -> None:
    parser = argparse.ArgumentParser(description="Time reading, drawing and grading of questions.")
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--topics", type=int, default=100)
    given = parser.parse_args()
    bank = read(given.questions, given.topics)
    draw(bank)
    read_history(bank)
    grading()


if __name__ == "__main__":
    main()
