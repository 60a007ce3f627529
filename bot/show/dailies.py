"""The cards of a daily: the day's post, each player's own questions, the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto

from bot.cards import Bold, Button, Card, Line, Link, Moment, Span, Tone
from bot.engine.leaderboard import ranked
from bot.engine.quiz import Quiz
from bot.engine.scoring import Tally
from bot.engine.turn import Turn
from bot.show.asking import answer_form, asked_lines, given_text, option_buttons, question_title
from bot.show.parts import Names, board_lines, day_text, linked_source_line, source_line, topic_title
from bot.words import say, spans
from questions.bank import Bank
from questions.model import Language, Question

# What one message takes on every platform, with room for the title and for what escaping adds.
ROOM = 3500


def daily(bank: Bank, quiz: Quiz) -> Card:
    """The day's post, from which each player starts."""
    language = quiz.language
    lines = [spans(language, "daily-invitation", count=quiz.length)]
    if quiz.closes_at is not None:
        lines.append(spans(language, "daily-closes", when=Moment(quiz.closes_at)))
    return Card(
        say(language, "daily-title", topic=topic_title(bank, quiz.topic, language)),
        tuple(lines),
        (Button(say(language, "button-start"), f"start:{quiz.id}", primary=True),),
        tone=Tone.QUESTION,
    )


def taken(quiz: Quiz, turn: Turn, given: str, language: Language, *, fresh: bool) -> Line:
    """What became of an answer in a daily, in a line."""
    if fresh:
        return spans(language, "daily-recorded", left=quiz.length - turn.position)
    return spans(language, "already-answered", answer=Bold(given_text(turn, given, language)))


def missed(position: int, language: Language) -> Line:
    """That the time for a question of one's own ran out."""
    return spans(language, "daily-missed", position=position)


def own_question(bank: Bank, quiz: Quiz, turn: Turn, language: Language, said: Line) -> Card:
    """A question of a daily, as one player sees it, below what is said of the answer before."""
    return Card(
        question_title(bank, quiz, turn, language),
        (*((said, ()) if said else ()), *asked_lines(turn, language), *_limit(quiz, turn, language)),
        option_buttons(turn, "pick"),
        tone=Tone.QUESTION,
        form=answer_form(turn, language),
    )


def own_end(quiz: Quiz, answered: int, language: Language, missed: Line) -> Card:
    """A daily that the player has finished; what was right stays closed."""
    lines = [
        *((missed,) if missed else ()),
        spans(language, "daily-done", answered=answered, count=quiz.length),
    ]
    if quiz.closes_at is not None:
        lines.append(spans(language, "daily-done-when", when=Moment(quiz.closes_at, relative=True)))
    return Card(say(language, "daily-done-title"), tuple(lines))


def daily_answers(
    bank: Bank, quiz: Quiz, questions: Sequence[Question], tallies: Mapping[str, Tally], names: Names
) -> Card:
    """A closed daily: every answer with its reason and source, and the standings, as far as there is room."""
    language = quiz.language
    board = board_lines(ranked(tallies), names, language, "daily-nobody")
    lines = board
    for told in _Told:
        lines = (*board, *_solved(questions, language, told))
        if _length(lines) <= ROOM:
            break
    title = say(
        language,
        "daily-answers-title",
        day=day_text(quiz.day, language),
        topic=topic_title(bank, quiz.topic, language),
    )
    buttons = (Button(say(language, "button-mine"), f"mine:{quiz.id}"),) if tallies else ()
    return Card(title, lines, buttons, tone=Tone.RESULT)


def _limit(quiz: Quiz, turn: Turn, language: Language) -> tuple[Line, ...]:
    """How long a question of one's own can be answered, if less long than the quiz is open."""
    if turn.closes_at == quiz.closes_at:
        return ()
    return (), spans(language, "question-closes", when=Moment(turn.closes_at, relative=True))


class _Told(Enum):
    """How much is told of an answer: why, with links to every source; the same without links; one source."""

    LINKED = auto()
    WHOLE = auto()
    SHORT = auto()


def _solved(questions: Sequence[Question], language: Language, told: _Told) -> Iterator[Line]:
    """Each question with its answer."""
    for position, asked in enumerate(questions, start=1):
        answer = Bold(asked.answer.to(language))
        yield ()
        yield (Bold(say(language, "daily-question", position=position, stem=asked.stem.to(language))),)
        if told is _Told.SHORT:
            yield (answer,)
            yield source_line(asked.citations[:1], language)
            continue
        yield spans(language, "daily-answer", answer=answer, explanation=asked.explanation.to(language))
        source = linked_source_line if told is _Told.LINKED else source_line
        yield source(asked.citations, language)


def _length(lines: Iterable[Line]) -> int:
    return sum(_length_of(span) + 1 for line in lines for span in line)


def _length_of(span: Span) -> int:
    match span:
        case Link(text, address):
            return len(text) + len(address)
        case Bold(text):
            return len(text)
        case _:
            return len(str(span))
