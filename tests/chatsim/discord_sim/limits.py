"""Discord's documented limits on messages, modals and commands, refused in the shape of its error 50035."""

from __future__ import annotations

import re
import unicodedata

EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 6, 1 << 2, 1 << 12, 1 << 15
MAX_CONTENT, MAX_EMBED_TOTAL, MAX_ROWS = 2000, 6000, 5
ROW, BUTTON, SELECT, TEXT_INPUT, TEXT_DISPLAY, LABEL = 1, 2, 3, 4, 10, 18  # the components of a quiz


class ApiError(Exception):
    def __init__(self, status: int, code: int, message: str, errors: dict | None = None):
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message, self.errors = status, code, message, errors

    def body(self) -> dict:
        d = {"message": self.message, "code": self.code}
        return d if self.errors is None else dict(d, errors=self.errors)


class Errors(list):
    """(path, code, message) of everything wrong in one request."""

    def add(self, path: tuple, code: str, message: str):
        self.append((path, code, message))

    def required(self, path: tuple):
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def choice(self, path: tuple, value, allowed):
        if value not in allowed:
            self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, allowed))}}}.")

    def size(self, path: tuple, n: int, lo: int, hi: int):
        if lo and not lo <= n <= hi:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {lo} and {hi} in length.")
        elif n > hi:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {hi} or fewer in length.")

    def text(self, obj: dict, path: tuple, key: str, hi: int, lo=0, need=False):
        value = obj.get(key)
        if value is None:
            return self.required((*path, key)) if need else None
        if not isinstance(value, str):
            return self.add((*path, key), "STRING_TYPE_CONVERT", "Could not interpret the value as string.")
        self.size((*path, key), len(value), lo, hi)

    def number(self, obj: dict, path: tuple, key: str, lo: int, hi: int):
        value = obj.get(key)
        if value is not None and not (isinstance(value, int) and lo <= value <= hi):
            bound = ("MAX", f"less than or equal to {hi}"), ("MIN", f"greater than or equal to {lo}")
            word, words = bound[not isinstance(value, int) or value < lo]
            self.add((*path, key), f"NUMBER_TYPE_{word}", f"int value should be {words}.")

    def tree(self) -> dict:
        root: dict = {}
        for path, code, message in self:
            node = root
            for part in path:
                node = node.setdefault(str(part), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return root

    def raise_if_any(self):
        if self:
            raise ApiError(400, 50035, "Invalid Form Body", self.tree())


# -- messages -------------------------------------------------------------------
def embed_chars(embed: dict) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [f.get(k) for f in embed.get("fields") or [] for k in ("name", "value")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    return sum(len((t or "").strip()) for t in texts)


def check_embed(e: dict, path: tuple, errs: Errors):
    errs.text(e, path, "title", 256)
    errs.text(e, path, "description", 4096)
    errs.number(e, path, "color", 0, 0xFFFFFF)
    if e.get("url") and not re.match(r"https?://", e["url"]):
        text = "Scheme must be one of ('http', 'https')."
        errs.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", text)
    fields = e.get("fields") or []
    errs.size((*path, "fields"), len(fields), 0, 25)
    for i, f in enumerate(fields):
        for key, hi in (("name", 256), ("value", 1024)):
            p = (*path, "fields", i)
            errs.text(f, p, key, hi, need=True)
            if isinstance(f.get(key), str) and not f[key].strip():
                errs.required((*p, key))
    for part, key, hi in (("footer", "text", 2048), ("author", "name", 256)):
        if e.get(part):
            errs.text(e[part], (*path, part), key, hi, need=True)


def looks_like_emoji(name: str) -> bool:
    if re.fullmatch(r"[0-9#*]\ufe0f?\u20e3", name):
        return True
    pictures = [unicodedata.category(c) in ("So", "Sk", "Sm") or 0x1F1E6 <= ord(c) <= 0x1FAFF for c in name]
    return any(pictures) and len(name) <= 20 and not any(c.isascii() and c.isalpha() for c in name)


class Components:
    """Walks the components of one message or modal."""

    def __init__(self, errs: Errors):
        self.errs, self.ids = errs, set()

    def custom_id(self, c, path):
        self.errs.text(c, path, "custom_id", 100, 1, need=True)
        if c.get("custom_id") in self.ids:
            text = "Component custom id cannot be duplicated"
            self.errs.add((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        self.ids.add(c.get("custom_id"))

    def emoji(self, c, path):
        if (e := c.get("emoji")) and (e.get("id") or not looks_like_emoji(e.get("name") or "")):
            self.errs.add((*path, "emoji", "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")

    def options(self, c, path) -> list:
        options = c.get("options") or []
        self.errs.size((*path, "options"), len(options), 1, 25)
        values = [o.get("value") for o in options]
        for i, o in enumerate(options):
            p = (*path, "options", i)
            self.errs.text(o, p, "label", 100, 1, need=True)
            self.errs.text(o, p, "value", 100, 1, need=True)
            self.errs.text(o, p, "description", 100)
            self.emoji(o, p)
            if o.get("value") in values[:i]:
                text = "The specified option value is already used"
                self.errs.add((*p, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text)
        return options

    def button(self, c, path):
        self.errs.choice((*path, "style"), c.get("style"), (1, 2, 3, 4, 5))
        self.errs.text(c, path, "label", 80)
        if not c.get("label") and not c.get("emoji"):
            text = "A button must have a label or an emoji"
            self.errs.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", text)
        self.emoji(c, path)
        link = c.get("style") == 5
        if link:
            self.errs.text(c, path, "url", 512, 1, need=True)
        else:
            self.custom_id(c, path)
        if c.get("custom_id" if link else "url"):
            text = "A custom id and url cannot both be specified"
            self.errs.add(path, "COMPONENT_URL_AND_CUSTOM_ID", text)

    def select(self, c, path):
        self.custom_id(c, path)
        self.errs.text(c, path, "placeholder", 150)
        self.errs.number(c, path, "min_values", 0, 25)
        self.errs.number(c, path, "max_values", 1, 25)
        low = 1 if c.get("min_values") is None else c["min_values"]
        high = 1 if c.get("max_values") is None else c["max_values"]
        if low > high:
            text = "min_values should be less than or equal to max_values"
            self.errs.add((*path, "min_values"), "SELECT_COMPONENT_INVALID_MIN_MAX", text)
        if high > max(len(self.options(c, path)), 1):
            text = "max_values cannot exceed the number of options"
            self.errs.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE", text)

    def text_input(self, c, path, own_label):
        self.custom_id(c, path)
        self.errs.choice((*path, "style"), c.get("style"), (1, 2))
        self.errs.text(c, path, "label", 45, 1, need=own_label)
        self.errs.text(c, path, "placeholder", 100)
        self.errs.text(c, path, "value", c.get("max_length") or 4000)
        self.errs.number(c, path, "min_length", 0, 4000)
        self.errs.number(c, path, "max_length", 1, 4000)
        if (c.get("min_length") or 0) > (c.get("max_length") or 4000):
            text = "min_length should be less than or equal to max_length"
            self.errs.add((*path, "min_length"), "TEXT_INPUT_INVALID_LENGTH", text)

    def walk(self, c, path, allowed):
        self.errs.choice((*path, "type"), c.get("type"), allowed)
        if c.get("type") not in allowed:
            return
        match c["type"]:
            case 1:
                self.row(c, path, (TEXT_INPUT,) if LABEL in allowed else (BUTTON, SELECT))
            case 2:
                self.button(c, path)
            case 3:
                self.select(c, path)
            case 4:
                self.text_input(c, path, own_label=path[-2] == "components")
            case 10:
                self.errs.text(c, path, "content", 4000, 1, need=True)
            case 18:
                self.errs.text(c, path, "label", 45, 1, need=True)
                self.errs.text(c, path, "description", 100, 1)
                self.walk(c.get("component") or {}, (*path, "component"), (TEXT_INPUT, SELECT))

    def row(self, c, path, allowed):
        children = c.get("components") or []
        self.errs.size((*path, "components"), len(children), 1, 5)
        if len(children) > 1 and any(k.get("type") == SELECT for k in children):
            text = "The specified component exceeds the maximum width"
            self.errs.add((*path, "components", 1), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)
        for i, child in enumerate(children):
            self.walk(child, (*path, "components", i), allowed)


def check_message(body: dict, base: tuple = (), previous: dict | None = None):
    """``previous``: the data of the stored message, when editing."""
    errs = Errors()
    errs.text(body, base, "content", MAX_CONTENT)
    nonce = body.get("nonce")
    errs.size((*base, "nonce"), len(str(nonce or "")), 0, 25)
    embeds = body.get("embeds") or []
    errs.size((*base, "embeds"), len(embeds), 0, 10)
    for i, e in enumerate(embeds):
        check_embed(e, (*base, "embeds", i), errs)
    if not errs and sum(map(embed_chars, embeds)) > MAX_EMBED_TOTAL:
        text = f"Embed size exceeds maximum size of {MAX_EMBED_TOTAL}"
        errs.add((*base, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", text)
    attached = body.get("attachments") or []
    errs.size((*base, "attachments"), len(attached), 0, 10)
    known = {a["id"] for a in (previous or {}).get("attachments", [])}
    for i, a in enumerate(attached):
        errs.text(a, (*base, "attachments", i), "description", 1024)
        if "size" not in a and a.get("id") not in known:
            text = f"No file was supplied for id {a.get('id')}"
            errs.add((*base, "attachments", i, "id"), "ATTACHMENT_NOT_FOUND", text)
    rows = body.get("components") or []
    if len(rows) > MAX_ROWS:
        errs.size((*base, "components"), len(rows), 1, MAX_ROWS)
    walk = Components(errs)
    for i, c in enumerate(rows):
        walk.walk(c, (*base, "components", i), (ROW,))
    mentions = body.get("allowed_mentions") or {}
    for k in ("users", "roles"):
        if k in (mentions.get("parse") or []) and mentions.get(k):
            text = f'parse:["{k}"] and {k}: [ids...] are mutually exclusive.'
            errs.add((*base, "allowed_mentions"), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
    errs.raise_if_any()
    whole = {**(previous or {}), **body}
    shown = [whole.get(k) for k in ("embeds", "components", "attachments")]
    if not ((whole.get("content") or "").strip() or any(shown)):
        raise ApiError(400, 50006, "Cannot send an empty message")


def check_modal(data: dict):
    errs, base = Errors(), ("data",)
    errs.text(data, base, "title", 45, 1, need=True)
    errs.text(data, base, "custom_id", 100, 1, need=True)
    components = data.get("components") or []
    errs.size((*base, "components"), len(components), 1, 5)
    walk = Components(errs)
    for i, c in enumerate(components):
        walk.walk(c, (*base, "components", i), (ROW, LABEL, TEXT_DISPLAY))
    errs.raise_if_any()


def check_choices(choices: list, kind: int):
    """Of an autocompletion; ``kind``: the type of the option that is being typed."""
    errs, base = Errors(), ("data", "choices")
    errs.size(base, len(choices), 0, 25)
    for i, c in enumerate(choices):
        errs.text(c, (*base, i), "name", 100, 1, need=True)
        value = c.get("value")
        if kind == 3 and isinstance(value, str):
            errs.text(c, (*base, i), "value", 100, 1)
        elif not isinstance(value, {4: int, 10: (int, float)}.get(kind, str)) or isinstance(value, bool):
            text = "Choice value does not fit the option's type"
            errs.add((*base, i, "value"), "APPLICATION_COMMAND_OPTION_CHOICE_TYPE", text)
    errs.raise_if_any()


# -- commands -------------------------------------------------------------------
def check_name(node: dict, path: tuple, errs: Errors):
    for p, name in [("name", node.get("name")), *(node.get("name_localizations") or {}).items()]:
        p = (*path, p) if p == "name" else (*path, "name_localizations", p)
        if not isinstance(name, str) or not re.fullmatch(r"[-_'\w]{1,32}", name) or name != name.lower():
            errs.add(p, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    errs.text(node, path, "description", 100, 1, need=True)
    for locale in node.get("description_localizations") or {}:
        errs.text(node["description_localizations"], (*path, "description_localizations"), locale, 100, 1)


def command_chars(node: dict) -> int:
    n = 0
    for key in ("name", "description"):
        n += max(len(t or "") for t in [node.get(key), *(node.get(f"{key}_localizations") or {}).values()])
    n += len(str(node.get("value", "")))
    return n + sum(command_chars(x) for k in ("options", "choices") for x in node.get(k) or [])


def check_options(options: list, path: tuple, errs: Errors, depth=0):
    errs.size((*path, "options"), len(options), 0, 25)
    optional = False
    for i, o in enumerate(options):
        p = (*path, "options", i)
        check_name(o, p, errs)
        errs.choice((*p, "type"), o.get("type"), range(1, 12))
        if o.get("name") in [x.get("name") for x in options[:i]]:
            text = "Option name already exists"
            errs.add((*p, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", text)
        sub = o.get("type") in (1, 2)
        if sub != (options[0].get("type") in (1, 2)) or sub and depth + (o["type"] == 2) > 1:
            text = "Sub-commands are nested too deep, or stand beside other options"
            errs.add((*p, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
        if sub:
            check_options(o.get("options") or [], p, errs, depth + (2 if o["type"] == 1 else 1))
        elif o.get("required") and optional:
            text = "Required options must be placed before non-required options"
            errs.add(p, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional |= not o.get("required")
        choices = o.get("choices") or []
        if choices and o.get("autocomplete"):
            text = "Choices cannot be used together with autocomplete"
            errs.add((*p, "choices"), "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", text)
        errs.size((*p, "choices"), len(choices), 0, 25)
        for j, c in enumerate(choices):
            errs.text(c, (*p, "choices", j), "name", 100, 1, need=True)
            errs.size((*p, "choices", j, "value"), len(str(c.get("value"))), 0, 100)


def check_commands(commands: list):
    errs = Errors()
    for i, c in enumerate(commands):
        check_name(c, (i,), errs)
        check_options(c.get("options") or [], (i,), errs)
        if command_chars(c) > 8000:
            errs.add((i,), "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
        if c.get("name") in [x.get("name") for x in commands[:i]]:
            text = "Application command names must be unique"
            errs.add((i, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
    errs.raise_if_any()
    if len(commands) > 100:
        raise ApiError(400, 30032, "Maximum number of application commands reached (100).")
