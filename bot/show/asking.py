"""How a question is asked: its stem and options, its buttons, or the form that takes the answer."""

from __future__ import annotations

from bot.cards import Bold, Button, Card, Choice, Form, Line, MenuField, TextField, Tone, lettered
from bot.commands import LONGEST_TEXT
from bot.engine.quiz import Quiz
from bot.engine.turn import OPTIONS, TEXT, Turn, place_name
from bot.show.parts import topic_title
from bot.words import say, spans
from questions.bank import Bank
from questions.grading import SEPARATOR
from questions.keys import ChoiceKey, DateKey, NameKey, NumberKey, OrderKey, SetKey, TruthKey
from questions.model import Language, Question


def has_buttons(asked: Question) -> bool:
    """Whether each option has a button; other questions are answered with a form or by typing."""
    return isinstance(asked.key, ChoiceKey | TruthKey)


def question_title(bank: Bank, quiz: Quiz, turn: Turn, language: Language) -> str:
    topic = topic_title(bank, turn.question.topic, language)
    return say(language, "question-title", position=turn.position, length=quiz.length, topic=topic)


def asked_lines(turn: Turn, language: Language) -> tuple[Line, ...]:
    """The stem, the options with their letters, and what kind of answer is wanted if there are no buttons."""
    how = () if has_buttons(turn.question) else ((), _how(turn, language))
    return (*_stem_and_options(turn, language), *how)


def _stem_and_options(turn: Turn, language: Language) -> tuple[Line, ...]:
    options = tuple(
        (Bold(f"{lettered(index)}."), f" {option.text.to(language)}")
        for index, option in enumerate(turn.options())
    )
    stem: Line = (Bold(turn.question.stem.to(language)),)
    return (stem, *(((), *options) if options else ()))


def option_buttons(turn: Turn, verb: str) -> tuple[Button, ...]:
    if not has_buttons(turn.question):
        return ()
    return tuple(
        Button(lettered(index), f"{verb}:{turn.id}:{option.id}", primary=True)
        for index, option in enumerate(turn.options())
    )


def answer_form(turn: Turn, language: Language) -> Form | None:
    """What takes the answer to a question without buttons: a line to write in, or menus of its options."""
    if has_buttons(turn.question):
        return None
    opener = Button(say(language, "button-answer"), f"fill:{turn.id}", primary=True)
    return Form(f"submit:{turn.id}", _fields(turn, language), opener)


def form_card(bank: Bank, quiz: Quiz, turn: Turn, language: Language, said: Line = ()) -> Card:
    """The question with its form, for a window of one's own, below what is said of an earlier try."""
    return Card(
        question_title(bank, quiz, turn, language),
        (*((said, ()) if said else ()), *(_stem_and_options if turn.order else asked_lines)(turn, language)),
        tone=Tone.QUESTION,
        form=answer_form(turn, language),
    )


def given_text(turn: Turn, given: str, language: Language) -> str:
    """What an answer holds as its player gave it: letters and texts of options, or what was typed."""
    if not turn.order:
        return given
    places = {option.id: index for index, option in enumerate(turn.options())}
    chosen = [option for id in given.split(SEPARATOR) if (option := turn.question.option(id))]
    between = " → " if isinstance(turn.question.key, OrderKey) else "; "
    texts = (f"{lettered(places[option.id])}. {option.text.to(language)}" for option in chosen)
    return between.join(texts) or given


def _fields(turn: Turn, language: Language) -> tuple[TextField | MenuField, ...]:
    choices = tuple(
        Choice(option.id, f"{lettered(index)}. {option.text.to(language)}")
        for index, option in enumerate(turn.options())
    )
    match turn.question.key:
        case OrderKey():
            return tuple(
                MenuField(place_name(place), say(language, "field-place", place=place), choices)
                for place in range(1, len(choices) + 1)
            )
        case SetKey():
            return (MenuField(OPTIONS, say(language, "field-set"), choices, several=True),)
        case _:
            return (TextField(TEXT, say(language, "field-answer"), LONGEST_TEXT),)


def _how(turn: Turn, language: Language) -> Line:
    """What kind of answer is wanted."""
    match turn.question.key:
        case DateKey(date) if date.day:
            return spans(language, "how-date")
        case DateKey(date):
            return spans(language, "how-month" if date.month else "how-year")
        case NumberKey():
            return spans(language, "how-number", unit=turn.question.unit.to(language))
        case NameKey():
            return spans(language, "how-name")
        case OrderKey(sequence):
            letters = " ".join(lettered(index) for index in reversed(range(len(sequence))))
            return spans(language, "how-order", letters=letters)
        case _:
            return spans(language, "how-set")
