"""A whole question as one text, so that a turn can remember what was asked when the packs have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from questions.keys import ChoiceKey, Key, TruthKey
from questions.model import (
    Citation,
    Difficulty,
    Option,
    Question,
    Source,
    SourceKind,
    Text,
)


def to_json(question: Question) -> str:
    """The question with all that it rests on; equal questions give equal text."""
    return canonical(
        {
            "id": question.id,
            "topic": question.topic,
            "difficulty": question.difficulty,
            "stem": _from_text(question.stem),
            "options": [{"id": option.id, **_from_text(option.text)} for option in question.options],
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
    except (KeyError, TypeError, AttributeError) as error:
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
        options=tuple(Option(option["id"], _text(option)) for option in data["options"]),
        key=_key(data["key"]),
        explanation=_text(data["explanation"]),
        citations=tuple(_citation(citation) for citation in data["citations"]),
        as_of=date.fromisoformat(data["as_of"]),
    )


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


def _key(data: Mapping[str, Any]) -> Key:
    match data["kind"]:
        case "choice":
            return ChoiceKey(data["option"])
        case "truth":
            return TruthKey(data["value"])
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
