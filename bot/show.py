"""What each card says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from babel.dates import format_date

from bot.cards import Bold, Button, Card, Line, Moment, Tone, lettered
from bot.commands import Command, usage
from bot.engine.leaderboard import Period, Scope, Standing, ranked
from bot.engine.quiz import Quiz
from bot.engine.scoring import Tally
from bot.engine.turn import Turn
from bot.requests import Refusal, platform_of
from bot.words import person, say, spans
from questions.bank import Bank
from questions.grading import SEPARATOR, Verdict, grade
from questions.keys import ChoiceKey, DateKey, NameKey, NumberKey, OrderKey, SetKey, TruthKey
from questions.model import Citation, Language, Question
from questions.model import Option as QuestionOption

MOST_NAMES = 10
MOST_LINES = 10
# What one message takes on every platform, with room for the title and for what escaping adds.
ROOM = 3500
_LOCALES = {"en": "en_US", "es": "es_MX"}

Names = Mapping[str, str]


def topic_title(bank: Bank, topic: str | None, language: Language) -> str:
    """A topic as players read it; all of them if None."""
    found = bank.topic(topic) if topic else None
    if found is not None:
        return found.title.to(language)
    return topic or say(language, "topic-any")


def choice_label(bank: Bank, language: Language, option: str, value: str) -> str:
    """A choice of a command's option as menus show it."""
    return topic_title(bank, value, language) if option == "topic" else say(language, f"choice-{value}")


def refusal(language: Language, refused: Refusal) -> Card:
    """Why something was not done."""
    return notice(language, "refused-title", refused.word, Tone.REFUSED, **refused.arguments)


def notice(language: Language, title: str, word: str, tone: Tone = Tone.PLAIN, **arguments: object) -> Card:
    """A card of one sentence."""
    text = spans(language, word, **arguments)
    return Card(say(language, title), _lines_of(text), tone=tone)


def question(bank: Bank, quiz: Quiz, turn: Turn) -> Card:
    """An open question that all players of a room see."""
    language = quiz.language
    return Card(
        say(
            language,
            "question-title",
            position=turn.position,
            length=quiz.length,
            topic=topic_title(bank, turn.question.topic, language),
        ),
        (
            *_asked(turn, language),
            (),
            spans(language, "question-closes", when=Moment(turn.closes_at, relative=True)),
        ),
        (*_choices(turn, "answer"), Button(say(language, "button-next"), f"next:{turn.id}")),
        say(language, "question-footnote") if has_buttons(turn.question) else "",
        Tone.QUESTION,
        typed=not has_buttons(turn.question),
    )


def recorded(language: Language, turn: Turn, given: str, word: str = "recorded") -> Card:
    """The private word that an answer is safe."""
    text = _option_text(turn, given, language)
    return Card(
        say(language, f"{word}-title"),
        (spans(language, word, answer=Bold(text)),),
        footnote=say(language, "recorded-footnote"),
    )


def reveal(bank: Bank, quiz: Quiz, turn: Turn, given: Mapping[str, str], names: Names) -> Card:
    """A closed question: what was right, why, on which source, and who had it right."""
    language = quiz.language
    asked = turn.question
    lines = [
        (Bold(asked.stem.to(language)),),
        (),
        *(_marked(asked, option, index, language) for index, option in enumerate(turn.options())),
        *(() if has_buttons(asked) else (_right(asked, language),)),
        (),
        (asked.explanation.to(language),),
        _source(asked.citations, language),
        (),
        _scorers(asked, given, names, language),
    ]
    return Card(
        say(
            language,
            "reveal-title",
            position=turn.position,
            length=quiz.length,
            topic=topic_title(bank, asked.topic, language),
        ),
        tuple(lines),
        (Button(say(language, "button-why"), f"why:{turn.id}"),) if given else (),
        tone=Tone.RESULT,
    )


def standings(bank: Bank, quiz: Quiz, tallies: Mapping[str, Tally], names: Names) -> Card:
    """How a round ended."""
    language = quiz.language
    title = say(language, "standings-title", topic=topic_title(bank, quiz.topic, language))
    return Card(title, _board(ranked(tallies), names, language, "standings-none"), tone=Tone.RESULT)


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
    return spans(language, "already-answered", answer=Bold(_option_text(turn, given, language)))


def own_question(bank: Bank, quiz: Quiz, turn: Turn, language: Language, said: Line) -> Card:
    """A question of a daily, as one player sees it, below what is said of the answer before."""
    topic = topic_title(bank, turn.question.topic, language)
    return Card(
        say(language, "question-title", position=turn.position, length=quiz.length, topic=topic),
        (*((said, ()) if said else ()), *_asked(turn, language)),
        _choices(turn, "pick"),
        tone=Tone.QUESTION,
        typed=not has_buttons(turn.question),
    )


def own_end(quiz: Quiz, language: Language) -> Card:
    """A daily that the player has finished; what was right stays closed."""
    lines = [spans(language, "daily-done", count=quiz.length)]
    if quiz.closes_at is not None:
        lines.append(spans(language, "daily-done-when", when=Moment(quiz.closes_at, relative=True)))
    return Card(say(language, "daily-done-title"), tuple(lines))


def daily_answers(
    bank: Bank, quiz: Quiz, questions: Sequence[Question], tallies: Mapping[str, Tally], names: Names
) -> Card:
    """A closed daily: every answer with its reason and source, and the standings."""
    language = quiz.language
    board = _board(ranked(tallies), names, language, "daily-nobody")
    lines = (*board, *_solved(questions, language, whole=True))
    if _length(lines) > ROOM:
        lines = (*board, *_solved(questions, language, whole=False))
    title = say(
        language,
        "daily-answers-title",
        day=_day(quiz.day, language),
        topic=topic_title(bank, quiz.topic, language),
    )
    buttons = (Button(say(language, "button-mine"), f"mine:{quiz.id}"),) if tallies else ()
    return Card(title, lines, buttons, tone=Tone.RESULT)


def why(turn: Turn, given: str | None, language: Language) -> Card:
    """Whether one's answer was right, and if not, why."""
    title = say(language, "why-title")
    if given is None:
        return Card(title, ((say(language, "why-none"),),))
    answer = Bold(_option_text(turn, given, language))
    if grade(turn.question.key, given, language) is Verdict.CORRECT:
        return Card(title, (spans(language, "why-right", answer=answer),))
    reason = _reason(turn.question, given, language)
    if reason is None:
        return Card(title, (spans(language, "why-wrong", answer=answer),))
    return Card(title, (spans(language, "why-reason", answer=answer, why=reason),))


def mine(quiz: Quiz, own: Sequence[tuple[Turn, str | None]], language: Language) -> Card:
    """One's own answers in a daily that has closed."""
    title = say(language, "mine-title")
    if not own:
        return Card(title, ((say(language, "mine-none"),),))
    return Card(title, tuple(_own_line(turn, given, quiz.language, language) for turn, given in own))


def has_buttons(asked: Question) -> bool:
    """Whether each option has a button; other questions are answered by typing."""
    return isinstance(asked.key, ChoiceKey | TruthKey)


def leaderboard(
    bank: Bank,
    language: Language,
    period: Period,
    scope: Scope,
    topic: str | None,
    order: Sequence[Standing],
    names: Names,
    own: str,
) -> Card:
    """The first ten, and one's own line wherever it stands."""
    shown = {"period": say(language, f"choice-{period}"), "scope": say(language, f"choice-{scope}")}
    if topic is None:
        title = say(language, "leaderboard-title", **shown)
    else:
        title = say(language, "leaderboard-title-topic", topic=topic_title(bank, topic, language), **shown)
    lines = list(_board(order, names, language, "leaderboard-empty"))
    mine = next((standing for standing in order[MOST_LINES:] if standing.player == own), None)
    if mine is not None:
        lines.append((say(language, "leaderboard-own", line=_standing(mine, names, language)),))
    return Card(title, tuple(lines), tone=Tone.RESULT)


def help_card(bank: Bank, language: Language, commands: Iterable[Command]) -> Card:
    """Every command, how it is typed and what it does."""
    lines = [
        (Bold(usage(command)), " – ", say(language, f"command-{command.action}")) for command in commands
    ]
    topics = ((Bold(topic.id), " – ", topic.title.to(language)) for topic in bank.topics)
    return Card(say(language, "help-title"), ((say(language, "help-intro"),), *lines, *topics))


def _asked(turn: Turn, language: Language) -> tuple[Line, ...]:
    options = tuple(
        (Bold(f"{lettered(index)}."), f" {option.text.to(language)}")
        for index, option in enumerate(turn.options())
    )
    stem: Line = (Bold(turn.question.stem.to(language)),)
    how = () if has_buttons(turn.question) else ((), _how(turn, language))
    return (stem, *(((), *options) if options else ()), *how)


def _how(turn: Turn, language: Language) -> Line:
    """How the answer is typed."""
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


def _right(asked: Question, language: Language) -> Line:
    return spans(language, "reveal-right", answer=Bold(asked.answer.to(language)))


def _reason(asked: Question, given: str, language: Language) -> str | None:
    """Why the chosen options are wrong, as far as the pack says."""
    chosen = (asked.option(id) for id in given.split(SEPARATOR))
    reasons = [option.why.to(language) for option in chosen if option is not None and option.why is not None]
    return " ".join(reasons) or None


def _own_line(turn: Turn, given: str | None, read_as: Language, language: Language) -> Line:
    if given is None:
        return spans(language, "mine-open", position=turn.position)
    answer = Bold(_option_text(turn, given, language))
    if grade(turn.question.key, given, read_as) is Verdict.CORRECT:
        return spans(language, "mine-right", position=turn.position, answer=answer)
    reason = _reason(turn.question, given, language)
    if reason is None:
        return spans(language, "mine-wrong", position=turn.position, answer=answer)
    return spans(language, "mine-reason", position=turn.position, answer=answer, why=reason)


def _solved(questions: Sequence[Question], language: Language, *, whole: bool) -> Iterator[Line]:
    """Each question with its answer; whole with why and every source, or else with the first source alone."""
    for position, asked in enumerate(questions, start=1):
        answer = Bold(asked.answer.to(language))
        yield ()
        yield (Bold(say(language, "daily-question", position=position, stem=asked.stem.to(language))),)
        if whole:
            yield spans(language, "daily-answer", answer=answer, explanation=asked.explanation.to(language))
        else:
            yield (answer,)
        yield _source(asked.citations if whole else asked.citations[:1], language)


def _length(lines: Iterable[Line]) -> int:
    return sum(len(span.text if isinstance(span, Bold) else str(span)) + 1 for line in lines for span in line)


def _choices(turn: Turn, verb: str) -> tuple[Button, ...]:
    if not has_buttons(turn.question):
        return ()
    return tuple(
        Button(lettered(index), f"{verb}:{turn.id}:{option.id}", primary=True)
        for index, option in enumerate(turn.options())
    )


def _option_text(turn: Turn, given: str, language: Language) -> str:
    """What an answer holds as its player gave it: letters and texts of options, or what was typed."""
    if not turn.order:
        return given
    places = {option.id: index for index, option in enumerate(turn.options())}
    chosen = [option for id in given.split(SEPARATOR) if (option := turn.question.option(id))]
    return (
        ", ".join(f"{lettered(places[option.id])}. {option.text.to(language)}" for option in chosen) or given
    )


def _marked(asked: Question, option: QuestionOption, index: int, language: Language) -> Line:
    text = f"{lettered(index)}. {option.text.to(language)}"
    if not _is_right(asked, option.id):
        return (text,)
    # A word beside the sign: a sign alone says nothing to a screen reader.
    return ("✅ ", Bold(say(language, "option-right", option=text)))


def _is_right(asked: Question, option: str) -> bool:
    """Whether the option belongs to the right answer; of things put in order none stands out."""
    if isinstance(asked.key, SetKey):
        return option in asked.key.options
    return has_buttons(asked) and grade(asked.key, option) is Verdict.CORRECT


def _source(citations: Iterable[Citation], language: Language) -> Line:
    named = "; ".join(f"{citation.source.title}, {citation.locator}" for citation in citations)
    return spans(language, "reveal-source", source=named)


def _scorers(asked: Question, given: Mapping[str, str], names: Names, language: Language) -> Line:
    if not given:
        return (say(language, "reveal-nobody"),)
    right = sorted(
        _name(id, names, language)
        for id, option in given.items()
        if grade(asked.key, option, language) is Verdict.CORRECT
    )
    shown = ", ".join(right[:MOST_NAMES])
    if len(right) > MOST_NAMES:
        shown = f"{shown} {say(language, 'reveal-more', count=len(right) - MOST_NAMES)}"
    return (say(language, "reveal-scored", count=len(right), names=shown),)


def _board(order: Sequence[Standing], names: Names, language: Language, empty: str) -> tuple[Line, ...]:
    if not order:
        return ((say(language, empty),),)
    return tuple((_standing(standing, names, language),) for standing in order[:MOST_LINES])


def _standing(standing: Standing, names: Names, language: Language) -> str:
    tally = standing.tally
    return say(
        language,
        "leaderboard-line",
        rank=standing.rank,
        name=_name(standing.player, names, language),
        points=tally.points,
        correct=tally.correct,
        answered=tally.answered,
    )


def _name(id: str, names: Names, language: Language) -> str:
    return person(names.get(id) or say(language, "somebody", id=id[-4:]))


def _day(day: date, language: Language) -> str:
    return format_date(day, "long", locale=_LOCALES[language])


def _lines_of(text: Line) -> tuple[Line, ...]:
    """Lines of their own where a sentence holds line breaks."""
    lines: list[list[str | Bold | Moment]] = [[]]
    for span in text:
        if isinstance(span, str):
            first, *rest = span.split("\n")
            lines[-1].append(first)
            lines.extend([part] for part in rest)
        else:
            lines[-1].append(span)
    return tuple(tuple(line) for line in lines)


def platform_word(word: str, community: str) -> str:
    """The sentence for what only one platform calls so."""
    return f"{word}-{platform_of(community)}"
