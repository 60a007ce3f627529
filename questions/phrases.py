"""How texts become sentences, lists and questions, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from questions.model import Language, Text


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")


def sentences(*texts: Text) -> Text:
    """The texts one after the other, each a sentence of its own."""
    return Text(" ".join(sentence(text.en) for text in texts), " ".join(sentence(text.es) for text in texts))


def listed(items: Iterable[object], language: Language) -> str:
    """1957, 1985 and 2013; 1957, 1985 y 2013."""
    *some, last = [str(item) for item in items]
    return f"{', '.join(some)} {'y' if language == 'es' else 'and'} {last}" if some else last


def question(en: str, es: str, *leads: Text) -> Text:
    """A question, with what leads to it set before it."""
    if not leads:
        return Text(f"{capital(en)}?", f"¿{capital(contracted(es))}?")
    english, spanish = ", ".join(lead.en for lead in leads), ", ".join(lead.es for lead in leads)
    return Text(f"{capital(english)}, {en}?", f"{capital(contracted(spanish))}, ¿{contracted(es)}?")


def contracted(es: str) -> str:
    """With "de el" and "a el" run together, as Spanish does."""
    return es.replace(" de el ", " del ").replace(" a el ", " al ")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
