"""A whole question as one text, so that a turn can remember what was asked when the packs have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from questions.dates import PartialDate
from questions.keys import (
    ChoiceKey,
    DateKey,
    Key,
    NameKey,
    NumberKey,
    OrderKey,
    SetKey,
    TruthKey,
)
from questions.model import (
    NO_TEXT,
    Citation,
    Difficulty,
    Option,
    Question,
    Source,
    SourceKind,
    Text,
)
from questions.wording import plain


def to_json(question: Question) -> str:
    """The question with all that it rests on; equal questions give equal text.

    What a question does not have is left out, so that a new field gives old questions no new version.
    """
    return canonical(
        {
            **({} if question.until is None else {"until": question.until.isoformat()}),
            **({} if question.unit == NO_TEXT else {"unit": _from_text(question.unit)}),
            **({} if question.name == NO_TEXT else {"name": _from_text(question.name)}),
            "id": question.id,
            "topic": question.topic,
            "difficulty": question.difficulty,
            "stem": _from_text(question.stem),
            "options": [_from_option(option) for option in question.options],
            "key": _from_key(question.key),
            "explanation": _from_text(question.explanation),
            "citations": [_from_citation(citation) for citation in question.citations],
            "as_of": question.as_of.isoformat(),
        }
    )


def from_json(text: str) -> Question:
    """Undo `to_json`. Raises ValueError if the text did not come from it."""
    try:
        return _question(json.loads(text))
    except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"not the content of a question: {error!r}") from error


def version(question: Question) -> str:
    """The id of this wording of the question, its key and its sources."""
    return version_of(to_json(question))


def version_of(content: str) -> str:
    """The version of a question that is at hand as its JSON: equal content, equal version."""
    return hashlib.sha256(content.encode()).hexdigest()[:20]


def canonical(data: object) -> str:
    """JSON with one spelling only, so that it can be hashed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        id=data["id"],
        topic=data["topic"],
        difficulty=Difficulty(data["difficulty"]),
        stem=_text(data["stem"]),
        options=tuple(_option(option) for option in data["options"]),
        key=_key(data["key"]),
        explanation=_text(data["explanation"]),
        citations=tuple(_citation(citation) for citation in data["citations"]),
        as_of=date.fromisoformat(data["as_of"]),
        until=date.fromisoformat(data["until"]) if "until" in data else None,
        unit=_text(data["unit"]) if "unit" in data else NO_TEXT,
        name=_text(data["name"]) if "name" in data else NO_TEXT,
    )


def _from_option(option: Option) -> dict[str, object]:
    written: dict[str, object] = {"id": option.id, **_from_text(option.text)}
    return written if option.why is None else {**written, "why": _from_text(option.why)}


def _option(data: Mapping[str, Any]) -> Option:
    return Option(data["id"], _text(data), _text(data["why"]) if "why" in data else None)


def _from_text(text: Text) -> dict[str, str]:
    return {"en": text.en, "es": text.es}


def _text(data: Mapping[str, Any]) -> Text:
    return Text(en=data["en"], es=data["es"])


def _from_key(key: Key) -> dict[str, object]:
    match key:
        case ChoiceKey(option):
            return {"kind": "choice", "option": option}
        case TruthKey(value):
            return {"kind": "truth", "value": value}
        case DateKey(day):
            return {"kind": "date", "date": [day.year, day.month, day.day]}
        case NumberKey(value, tolerance, units):
            exact = {"value": plain(value), "tolerance": plain(tolerance)}
            return {"kind": "number", **exact, "units": units}
        case NameKey(accept, prompt, reject, person):
            lists = {"accept": accept, "prompt": prompt, "reject": reject}
            return {"kind": "name", **lists, "person": person}
        case OrderKey(sequence):
            return {"kind": "order", "sequence": sequence}
        case SetKey(options):
            return {"kind": "set", "options": sorted(options)}


def _key(data: Mapping[str, Any]) -> Key:
    match data["kind"]:
        case "choice":
            return ChoiceKey(data["option"])
        case "truth":
            return TruthKey(data["value"])
        case "date":
            return DateKey(PartialDate(*data["date"]))
        case "number":
            exact = Decimal(data["value"]), Decimal(data["tolerance"])
            return NumberKey(*exact, units=tuple(data["units"]))
        case "name":
            accept, prompt, reject = (tuple(data[name]) for name in ("accept", "prompt", "reject"))
            return NameKey(accept, prompt, reject, data["person"])
        case "order":
            return OrderKey(tuple(data["sequence"]))
        case "set":
            return SetKey(frozenset(data["options"]))
        case kind:
            raise ValueError(f"no key is of the kind {kind!r}")


def _from_citation(citation: Citation) -> dict[str, object]:
    source = citation.source
    return {
        "at": citation.locator,
        "source": {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "kind": source.kind,
            "where": source.where,
        },
    }


def _citation(data: Mapping[str, Any]) -> Citation:
    source = data["source"]
    return Citation(Source(**{**source, "kind": SourceKind(source["kind"])}), data["at"])
