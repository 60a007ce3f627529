"""What a bank must not do although each of its files can be read.

One module a family of rules: too long (`limits`), asked twice (`stems`), one thing in English and another in
Spanish (`numbers_and_dates`, `names`), graded otherwise than shown (`answers`), wrong options that are right
(`distractors`), opinion as fact (`opinions`), guessable keys (`guessing`), crimes ascribed to the uncharged
(`crimes`), words that take a side (`loaded_words`). The word lists lie beside them, persons.toml beside
sources.toml.
"""

from questions.lint.run import check, lint

__all__ = ["check", "lint"]
