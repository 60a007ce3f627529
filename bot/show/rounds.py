"""The cards of a round: each question, its reveal, the standings."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Bold, Button, Card, Line, Moment, Tone
from bot.engine.counting import MOST_A_DAY, Uncounted
from bot.engine.leaderboard import ranked
from bot.engine.quiz import Quiz
from bot.engine.scoring import Tally, score_turn
from bot.engine.turn import Answer, Turn
from bot.show.answers import chosen, solution_lines
from bot.show.asking import (
    answer_form,
    asked_lines,
    given_text,
    has_buttons,
    option_buttons,
    question_title,
)
from bot.show.parts import Names, board_lines, name_of, theme, topic_title
from bot.words import say, spans
from questions.bank import Bank
from questions.model import LANGUAGES, Language

MOST_NAMES = 10

_UNCOUNTED = {Uncounted.ALONE: "uncounted-alone", Uncounted.ENOUGH: "uncounted-enough"}


def started(bank: Bank, quiz: Quiz, asked_for: int, language: Language) -> Card:
    """What who started a round is told; `asked_for` is how many questions they wanted."""
    lines = [
        spans(
            language,
            "round-starts",
            theme=theme(bank, quiz, language),
            count=quiz.length,
            time=_time(quiz, language),
        )
    ]
    if quiz.length < asked_for:
        lines.append(spans(language, "round-shorter", count=quiz.length))
    return Card(say(language, "help-title"), tuple(lines))


def question(bank: Bank, quiz: Quiz, turn: Turn, answered: int) -> Card:
    """An open question that all players of a room see, with how many have answered."""
    language = quiz.language
    return Card(
        question_title(bank, quiz, turn, language),
        (*asked_lines(turn, language), (), *_state(quiz, turn, answered)),
        (
            *option_buttons(turn, "answer"),
            Button(say(language, "button-next"), f"next:{turn.id}"),
            _read_button(quiz, turn),
        ),
        say(language, "question-footnote" if has_buttons(turn.question) else "form-footnote"),
        Tone.QUESTION,
        answer_form(turn, language),
    )


def recorded(language: Language, turn: Turn, given: str, word: str = "recorded") -> Card:
    """The private word that an answer is safe."""
    text = given_text(turn, given, language)
    return Card(
        say(language, f"{word}-title"),
        (spans(language, word, answer=Bold(text)),),
        footnote=say(language, "recorded-footnote"),
    )


def reveal(bank: Bank, quiz: Quiz, turn: Turn, answers: Mapping[str, Answer], names: Names) -> Card:
    """A closed question: what was right, why, on which source, what was chosen, and who had it right."""
    language = quiz.language
    given = [answer.given for answer in answers.values()]
    why = (Button(say(language, "button-why"), f"why:{turn.id}"),) if answers else ()
    return Card(
        _reveal_title(bank, quiz, turn, language),
        (*solution_lines(turn, language, given), (), *_result(quiz, turn, answers, names)),
        (*why, _read_button(quiz, turn)),
        tone=Tone.RESULT,
    )


def other_language(quiz: Quiz) -> Language:
    """The one that a quiz is not written in."""
    return next(language for language in LANGUAGES if language != quiz.language)


def translated(bank: Bank, quiz: Quiz, turn: Turn, *, closed: bool) -> Card:
    """A question of a round in the other language, under the same letters; with its solution once closed."""
    language = other_language(quiz)
    if closed:
        title, lines = _reveal_title(bank, quiz, turn, language), solution_lines(turn, language)
    else:
        title, lines = question_title(bank, quiz, turn, language), asked_lines(turn, language)
    return Card(title, lines, tone=Tone.RESULT if closed else Tone.QUESTION)


def standings(
    bank: Bank, quiz: Quiz, tallies: Mapping[str, Tally], names: Names, uncounted: Uncounted | None
) -> Card:
    """How a round ended, why it counts on no leaderboard if it does not, and the way to another one."""
    language = quiz.language
    lines = board_lines(ranked(tallies), names, language, "standings-none")
    if tallies and uncounted is not None:
        lines = (*lines, (), spans(language, _UNCOUNTED[uncounted], most=MOST_A_DAY))
    return Card(
        say(language, "standings-title", theme=theme(bank, quiz, language)),
        lines,
        (Button(say(language, "button-again"), f"again:{quiz.id}", primary=True),),
        tone=Tone.RESULT,
    )


def _time(quiz: Quiz, language: Language) -> str:
    """How long each question may be answered."""
    if quiz.seconds is None:
        return say(language, "time-suggested")
    return say(language, "time-each", seconds=quiz.seconds) if quiz.timed else say(language, "time-unlimited")


def _state(quiz: Quiz, turn: Turn, answered: int) -> tuple[Line, ...]:
    """When a question closes and, unless all share a screen, how many have answered it."""
    language = quiz.language
    closes = spans(language, "question-untimed")
    if quiz.timed:
        closes = spans(language, "question-closes", when=Moment(turn.closes_at, relative=True))
    return (closes,) if quiz.present else (closes, spans(language, "question-answered", count=answered))


def _read_button(quiz: Quiz, turn: Turn) -> Button:
    """The way to the other language, under that language's own name."""
    return Button(say(quiz.language, f"choice-{other_language(quiz)}"), f"read:{turn.id}")


def _reveal_title(bank: Bank, quiz: Quiz, turn: Turn, language: Language) -> str:
    topic = topic_title(bank, turn.question.topic, language)
    return say(language, "reveal-title", position=turn.position, length=quiz.length, topic=topic)


def _result(quiz: Quiz, turn: Turn, answers: Mapping[str, Answer], names: Names) -> tuple[Line, ...]:
    """Who scored and, where no options tell it, how many were right."""
    language = quiz.language
    if not answers:
        return ((say(language, "reveal-nobody"),),)
    tallies = score_turn(quiz, turn, answers)
    right = {player: tally.points for player, tally in tallies.items() if tally.correct}
    scored = (_scorers(quiz, right, names),)
    if chosen(turn.question, [answer.given for answer in answers.values()]):
        return (scored,)
    wrong = len(tallies) - len(right)
    return (spans(language, "reveal-typed", right=len(right), wrong=wrong), scored)


def _scorers(quiz: Quiz, right: Mapping[str, int], names: Names) -> str:
    """Those who were right, with their points where speed makes a difference."""
    language = quiz.language
    order = sorted((-points, name_of(id, names, language)) for id, points in right.items())
    named = [f"{name} ({-points})" if quiz.rewards_speed else name for points, name in order]
    shown = ", ".join(named[:MOST_NAMES])
    if len(named) > MOST_NAMES:
        shown = f"{shown} {say(language, 'reveal-more', count=len(named) - MOST_NAMES)}"
    return say(language, "reveal-scored", count=len(named), names=shown)
