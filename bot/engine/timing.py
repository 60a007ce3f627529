"""How long a question may be answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.engine.preferences import Pace
from questions.keys import ChoiceKey, TruthKey
from questions.model import Language, Question

# Silent reading of non-fiction takes some 238 words a minute (Brysbaert 2019, "How many words do we read per
# minute?"): about 24 letters a second with the spaces. Half of that leaves room for a second language.
LETTERS_A_SECOND = 12
TO_DECIDE = 10
TO_TYPE = 15
SHORTEST, LONGEST = 20, 120
# A question of a daily is met alone, perhaps on the way somewhere.
ALONE = 2
# What has no limit of its own closes after a day.
UNTIMED = timedelta(hours=24)


def suggested_seconds(question: Question, language: Language) -> int:
    """The time to read a question and decide, in steps of five seconds; what is typed takes longer."""
    texts = [question.stem, *(option.text for option in question.options)]
    letters = sum(len(text.to(language)) for text in texts)
    typing = 0 if isinstance(question.key, ChoiceKey | TruthKey) else TO_TYPE
    seconds = letters / LETTERS_A_SECOND + TO_DECIDE + typing
    return max(SHORTEST, min(LONGEST, -(-int(seconds) // 5) * 5))


def shared_close(opened: datetime, question: Question, language: Language, seconds: int | None) -> datetime:
    """When a question of a round closes: after so many seconds, 0 for no limit, None for those suggested."""
    if seconds == 0:
        return opened + UNTIMED
    return opened + timedelta(seconds=seconds or suggested_seconds(question, language))


def own_close(
    opened: datetime, quiz_closes: datetime, question: Question, language: Language, pace: Pace
) -> datetime:
    """When a player's own question of a daily closes: after the player's time, or with the quiz."""
    if pace.factor is None:
        return quiz_closes
    seconds = suggested_seconds(question, language) * ALONE * pace.factor
    return min(quiz_closes, opened + timedelta(seconds=seconds))
