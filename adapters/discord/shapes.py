"""The shape of an interaction, as far as it is read after discord.py has taken it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Unreadable(Exception):
    """An interaction has not the shape that Discord documents; the text says where."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


_Snowflake = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]

# A part of the address of each reply.
_Token = Annotated[str, Field(pattern=r"^[!-~]+$")]


class _User(_Part):
    id: _Snowflake
    username: str
    discriminator: str
    avatar: str | None
    global_name: str | None = None


class _Member(_Part):
    user: _User
    nick: str | None = None


class _Resolved(_Part):
    users: dict[_Snowflake, _User] = {}


class _Option(_Part):
    name: str
    type: int
    value: str | int | float | bool | None = None
    focused: bool = False
    options: list[_Option] = []


class _Called(_Part):
    name: str
    type: int = 1
    options: list[_Option] = []
    resolved: _Resolved = _Resolved()


class _Pressed(_Part):
    custom_id: str
    component_type: int
    values: list[str] = []


class _Filled(_Part):
    custom_id: str | None = None
    value: str | None = None
    values: list[str] = []


class _Labelled(_Part):
    component: _Filled | None = None


class _Sent(_Part):
    custom_id: str
    components: list[_Labelled]


class _Whose(_Part):
    id: _Snowflake
    token: _Token
    locale: str = "en-US"
    guild_locale: str | None = None
    guild_id: _Snowflake | None = None
    member: _Member | None = None
    user: _User | None = None


_BY_TYPE: Final[Mapping[int, type[_Part]]] = {2: _Called, 3: _Pressed, 4: _Called, 5: _Sent}


def check(payload: Any) -> None:
    """See that an interaction can be read.

    Raises:
        Unreadable: it has not the shape that Discord documents.
    """
    if not isinstance(payload, dict):
        raise Unreadable("no object")
    kind = payload.get("type")
    try:
        whose = _Whose.model_validate(payload)
        if isinstance(kind, int) and kind in _BY_TYPE:
            _BY_TYPE[kind].model_validate(payload.get("data"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise Unreadable(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    # Whoever did it is told of in one of two places.
    if (whose.user if whose.guild_id is None else whose.member) is None:
        raise Unreadable("no user")
