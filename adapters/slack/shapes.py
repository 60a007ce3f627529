"""The shape of what Slack delivers, as far as it is read: what is of another shape is not taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Unreadable(Exception):
    """What Slack delivered has not the shape that Slack documents; the text says where."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Named(_Part):
    id: str
    name: str | None = None
    username: str | None = None
    team_id: str | None = None


class _Choice(_Part):
    value: str


class _Filled(_Part):
    value: str | None = None
    selected_option: _Choice | None = None
    selected_options: list[_Choice] = []


class _Action(_Filled):
    action_id: str
    block_id: str | None = None


class _State(_Part):
    values: dict[str, dict[str, _Filled]]


class _Seen(_Part):
    type: str | None = None
    team_id: str | None = None
    app_installed_team_id: str | None = None
    private_metadata: str | None = None


class _View(_Seen):
    id: str
    type: str


class _Form(_View):
    callback_id: str
    state: _State


class _Authorization(_Part):
    team_id: str | None = None
    enterprise_id: str | None = None
    user_id: str | None = None


class _Container(_Part):
    is_ephemeral: bool | None = None


class _Tokens(_Part):
    bot: list[str] | None = None


class _Whose(_Part):
    """What Bolt looks at to tell whose payload it is."""

    type: str | None = None
    team: _Named | str | None = None
    team_id: str | None = None
    enterprise: _Named | str | None = None
    enterprise_id: str | None = None
    is_enterprise_install: bool | str | None = None
    user: _Named | str | None = None
    user_id: str | None = None
    channel: _Named | str | None = None
    channel_id: str | None = None
    trigger_id: str | None = None
    response_url: str | None = None
    response_urls: list[_Part] = []
    view: _Seen | None = None
    authorizations: list[_Authorization] | None = None


class _Event(_Whose):
    type: str
    tab: str | None = None
    tokens: _Tokens | None = None


class _Opening(_Event):
    user: str


class _Anything(_Whose):
    event: _Event | None = None


class _Command(_Anything):
    command: str
    text: str | None = None
    user_id: str
    user_name: str | None = None
    channel_id: str
    channel_name: str | None = None
    trigger_id: str


class _Interaction(_Anything):
    team: _Named | None = None
    user: _Named
    channel: _Named | None = None


class _Click(_Interaction):
    type: Literal["block_actions"]
    actions: Annotated[list[_Action], Field(min_length=1)]
    view: _View | None = None
    container: _Container | None = None
    trigger_id: str


class _Submission(_Interaction):
    type: Literal["view_submission"]
    view: _Form
    trigger_id: str


class _Search(_Interaction):
    type: Literal["block_suggestion"]
    action_id: str
    block_id: str | None = None
    value: str | None = None
    view: _View | None = None


class _Told(_Anything):
    type: Literal["event_callback"]
    event_id: str
    event: _Event


class _Opened(_Told):
    event: _Opening


class _Removed(_Told):
    team_id: str
    event_time: Annotated[int, Field(ge=0, le=2**32)]


_BY_TYPE: Final[Mapping[object, type[_Anything]]] = {
    "block_actions": _Click,
    "view_submission": _Submission,
    "block_suggestion": _Search,
}
_BY_EVENT: Final[Mapping[object, type[_Anything]]] = {
    "app_home_opened": _Opened,
    "app_uninstalled": _Removed,
    "tokens_revoked": _Removed,
}


def check(payload: Any) -> None:
    """See that a payload can be read.

    Raises:
        Unreadable: it has not the shape that Slack documents.
    """
    if not isinstance(payload, dict):
        raise Unreadable("no object")
    try:
        _shape_of(payload).model_validate(payload)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise Unreadable(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _shape_of(payload: Mapping[str, Any]) -> type[_Anything]:
    kind = payload.get("type")
    if kind == "event_callback":
        event = payload.get("event")
        told = event.get("type") if isinstance(event, dict) else None
        return _BY_EVENT.get(told, _Told) if isinstance(told, str) else _Told
    if isinstance(kind, str) and kind in _BY_TYPE:
        return _BY_TYPE[kind]
    return _Command if "command" in payload else _Anything
