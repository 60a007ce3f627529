"""Block Kit checked against Slack's documented limits, in Slack's wording of errors.

Only the blocks and elements of a quiz: any other type is refused as unsupported.
"""

from __future__ import annotations

import json

PLAIN, ANY_TEXT = ("plain_text",), ("plain_text", "mrkdwn")
INTERACTIVE = {"button", "static_select", "external_select", "checkboxes", "radio_buttons"}
INPUTS = {"plain_text_input", "static_select", "checkboxes", "radio_buttons"}
MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
BLOCKS = {
    "actions": {"elements"},
    "context": {"elements"},
    "divider": set(),
    "header": {"text"},
    "input": {"label", "element", "dispatch_action", "hint", "optional"},
    "rich_text": {"elements"},
    "section": {"text", "fields", "accessory", "expand"},
}
CHOOSING = {"options", "confirm", "focus_on_load"}
ELEMENTS = {
    "button": {"text", "url", "value", "style", "confirm", "accessibility_label"},
    "checkboxes": CHOOSING | {"initial_options"},
    "radio_buttons": CHOOSING | {"initial_option"},
    "static_select": CHOOSING | {"initial_option", "placeholder"},
    "external_select": {"initial_option", "placeholder", "min_query_length", "confirm", "focus_on_load"},
    "plain_text_input": {"initial_value", "multiline", "min_length", "max_length", "focus_on_load"}
    | {"dispatch_action_config", "placeholder"},
}
LENGTHS = {"action_id": 255, "value": 2000, "url": 3000, "accessibility_label": 75}  # of an element
RICH = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}


class Validator:
    def __init__(self, surface: str):
        self.surface = surface
        self.errors: list[str] = []
        self.block_ids: set[str] = set()
        self.focused = 0

    def error(self, message: str, where: str):
        self.errors.append(f"[ERROR] {message} [json-pointer:{where}]")

    def string(self, value, where: str, most: int, least=1):
        if not isinstance(value, str):
            self.error("must provide a string", where)
        elif len(value) > most:
            self.error(f"must be less than {most + 1} characters", where)
        elif len(value) < least:
            self.error(f"must be more than {least - 1} characters", where)

    def text(self, t, where: str, most: int, kinds=PLAIN):
        if not isinstance(t, dict):
            return self.error("must provide an object", where)
        if t.get("type") not in kinds:
            return self.error(f"must provide one of the following types: {', '.join(kinds)}", where)
        self.known(t, {"type", "text", "emoji" if t["type"] == "plain_text" else "verbatim"}, where)
        if self.need(t, ("text",), where):
            self.string(t["text"], f"{where}/text", most)

    def known(self, o: dict, keys: set, where: str):
        for k in sorted(set(o) - keys):
            self.error(f"invalid additional property: {k}", where)

    def need(self, o: dict, keys, where: str) -> bool:
        missing = [k for k in keys if o.get(k) is None]
        for k in missing:
            self.error(f"missing required field: {k}", where)
        return not missing

    def count(self, items, where: str, most: int, least=1):
        if not isinstance(items, list):
            self.error("must provide an array", where)
            return []
        if len(items) > most:
            self.error(f"no more than {most} items allowed", where)
        if len(items) < least:
            self.error(f"no fewer than {least} items allowed", where)
        return items

    def options(self, options, where: str, most: int, kinds=PLAIN):
        for i, o in enumerate(self.count(options, where, most)):
            p = f"{where}/{i}"
            self.known(o, {"text", "value", "description", "url"}, p)
            if self.need(o, ("text", "value"), p):
                self.text(o["text"], f"{p}/text", 75, kinds)
                self.string(o["value"], f"{p}/value", 150)
            if o.get("description") is not None:
                self.text(o["description"], f"{p}/description", 75, kinds)

    def element(self, e, where: str, allowed: set, ids: set):
        kind = e.get("type") if isinstance(e, dict) else None
        if kind not in allowed:
            return self.error(f"unsupported type: {kind}", f"{where}/type")
        if kind in ANY_TEXT:
            return self.text(e, where, 3000, ANY_TEXT)
        self.known(e, ELEMENTS[kind] | {"type", "action_id"}, where)
        if kind not in ("plain_text_input", "external_select"):
            self.need(e, ("text" if kind == "button" else "options",), where)
        for key, most in LENGTHS.items():
            if e.get(key) is not None:
                self.string(e[key], f"{where}/{key}", most)
        if (action_id := e.get("action_id")) is not None and action_id in ids:
            self.error(f'`action_id` "{action_id}" already exists in the block', f"{where}/action_id")
        ids.add(action_id)
        self.focused += bool(e.get("focus_on_load"))
        if e.get("focus_on_load") and self.focused > 1:
            self.error("only one element may set focus_on_load", where)
        if e.get("text") is not None:
            self.text(e["text"], f"{where}/text", 75)
        if e.get("style") not in (None, "primary", "danger"):
            self.error("must be one of: primary, danger", f"{where}/style")
        if e.get("placeholder") is not None:
            self.text(e["placeholder"], f"{where}/placeholder", 150)
        if e.get("confirm") is not None:
            self.confirm(e["confirm"], f"{where}/confirm")
        if "options" in ELEMENTS[kind]:
            self.choices(e, where, kind)
        if kind == "external_select" and e.get("initial_option") is not None:
            self.options([e["initial_option"]], f"{where}/initial_option", 1)
        for key, least in (("min_length", 0), ("max_length", 1)):
            if e.get(key) is not None and not least <= e[key] <= 3000:
                self.error(f"must be between {least} and 3000", f"{where}/{key}")

    def choices(self, e: dict, where: str, kind: str):
        plain = kind == "static_select"
        self.options(
            e.get("options") or [], f"{where}/options", 100 if plain else 10, PLAIN if plain else ANY_TEXT
        )
        initial = [e["initial_option"]] if e.get("initial_option") else e.get("initial_options") or []
        if any(o not in (e.get("options") or []) for o in initial):
            self.error("initial option must match one of the options exactly", where)

    def confirm(self, c: dict, where: str):
        if self.need(c, ("title", "text", "confirm", "deny"), where):
            for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
                self.text(c[key], f"{where}/{key}", most, ANY_TEXT if key == "text" else PLAIN)

    def block(self, b, where: str):
        kind = b.get("type") if isinstance(b, dict) else None
        if kind not in BLOCKS:
            return self.error(f"unsupported type: {kind}", f"{where}/type")
        self.known(b, BLOCKS[kind] | {"type", "block_id"}, where)
        if (block_id := b.get("block_id")) is not None:
            self.string(block_id, f"{where}/block_id", 255)
            if block_id in self.block_ids:
                self.error(f'`block_id` "{block_id}" already exists', f"{where}/block_id")
            self.block_ids.add(block_id)
        ids: set = set()
        match kind:
            case "section":
                if b.get("text") is None and not b.get("fields"):
                    self.error("missing required field: text", where)
                if b.get("text") is not None:
                    self.text(b["text"], f"{where}/text", 3000, ANY_TEXT)
                if b.get("fields") is not None:
                    for i, f in enumerate(self.count(b["fields"], f"{where}/fields", 10)):
                        self.text(f, f"{where}/fields/{i}", 2000, ANY_TEXT)
                if b.get("accessory") is not None:
                    self.element(b["accessory"], f"{where}/accessory", INTERACTIVE, ids)
            case "actions" | "context":
                most, allowed = (25, INTERACTIVE) if kind == "actions" else (10, set(ANY_TEXT))
                for i, e in enumerate(self.count(b.get("elements"), f"{where}/elements", most)):
                    self.element(e, f"{where}/elements/{i}", allowed, ids)
            case "header":
                self.text(b.get("text"), f"{where}/text", 150)
            case "input":
                if self.need(b, ("label", "element"), where):
                    self.text(b["label"], f"{where}/label", 2000)
                    self.element(b["element"], f"{where}/element", INPUTS, ids)
                if b.get("hint") is not None:
                    self.text(b["hint"], f"{where}/hint", 2000)
            case "rich_text":
                for i, e in enumerate(self.count(b.get("elements"), f"{where}/elements", 100)):
                    if e.get("type") not in RICH:
                        self.error(f"unsupported type: {e.get('type')}", f"{where}/elements/{i}/type")
                    for j, part in enumerate(e.get("elements") or []):
                        p = f"{where}/elements/{i}/elements/{j}"
                        if part.get("type") == "text" and self.need(part, ("text",), p):
                            self.string(part["text"], f"{p}/text", 40_000)
                        elif part.get("type") == "date":
                            self.need(part, ("timestamp", "format"), p)

    def blocks(self, blocks, where="/blocks"):
        for i, b in enumerate(self.count(blocks, where, MAX_BLOCKS[self.surface], 0)):
            self.block(b, f"{where}/{i}")


def check_suggestions(options) -> list[str]:
    """What is answered to who types into an external_select."""
    v = Validator("message")
    if options:
        v.options(options, "/options", 100)
    return v.errors


def check_blocks(blocks) -> list[str]:
    v = Validator("message")
    v.blocks(blocks)
    return v.errors


VIEW = {"type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "external_id"}
VIEW |= {"clear_on_close", "notify_on_close"}


def check_view(view) -> list[str]:
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in ("modal", "home"):
        return [f"[ERROR] unsupported type: {kind} [json-pointer:/view/type]"]
    v = Validator(kind)
    v.known(view, VIEW, "/view")
    for key in ("title", "submit", "close") if kind == "modal" else ():
        if view.get(key) is not None:
            v.text(view[key], f"/view/{key}", 24)
    v.need(view, ("title", "blocks") if kind == "modal" else ("blocks",), "/view")
    v.blocks(view.get("blocks") or [], "/view/blocks")
    asks = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks") or [])
    if kind == "modal" and asks and view.get("submit") is None:
        v.error("missing required field: submit (a modal with input blocks)", "/view")
    for key, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if view.get(key) is not None:
            v.string(view[key], f"/view/{key}", most, 0)
    if len(json.dumps(view)) > 250_000:
        v.error("view too large", "/view")
    return v.errors
