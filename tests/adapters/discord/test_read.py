from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import discord
import pytest

from adapters.discord.read import Interaction, may_post, request_from
from bot.requests import Room
from tests.adapters.discord.conftest import IN_A_GUILD, MEMBER, THREAD, USER

Interact = Callable[..., Interaction]


def test_a_member_is_read_with_the_name_that_others_see(interact: Interact) -> None:
    assert request_from(interact(), "stop", {}).player.name == "Ana **G**"
    nicked = interact(member=MEMBER | {"nick": "anita"})
    assert request_from(nicked, "stop", {}).player.name == "anita"


@pytest.mark.parametrize(
    ("locale", "language"), [("es-419", "es"), ("es-ES", "es"), ("de", "en"), ("en-GB", "en")]
)
def test_a_player_reads_the_language_of_their_own_client_or_english(
    interact: Interact, locale: str, language: str
) -> None:
    assert request_from(interact(locale=locale), "stop", {}).player.language == language


def test_a_room_is_a_channel_of_a_guild_in_the_language_of_the_guild(interact: Interact) -> None:
    assert request_from(interact(), "stop", {}).room == Room("discord:22", "33", "es")


def test_a_guild_in_a_language_the_bot_does_not_speak_has_none(interact: Interact) -> None:
    room = request_from(interact(guild_locale="ja"), "stop", {}).room
    assert room is not None
    assert room.language is None


def test_a_direct_message_has_no_room_and_no_moderator(interact: Interact) -> None:
    direct = interact({"user": USER, "channel": {"id": "44", "type": 1, "recipients": [USER]}})
    request = request_from(direct, "play", {})
    assert request.room is None
    assert not request.player.moderator
    assert request.player.id == "11"


def test_only_who_manages_the_server_is_a_moderator(interact: Interact) -> None:
    kicker = interact(member=MEMBER | {"permissions": str(discord.Permissions(kick_members=True).value)})
    manager = interact(member=MEMBER | {"permissions": str(discord.Permissions(manage_guild=True).value)})
    assert not request_from(kicker, "stop", {}).player.moderator
    assert request_from(manager, "stop", {}).player.moderator


def test_cause_and_time_are_those_of_the_event_so_that_a_redelivery_has_the_same(interact: Interact) -> None:
    first, again = request_from(interact(), "stop", {}), request_from(interact(), "stop", {})
    assert first.cause == again.cause == "discord:1468000000000000001"
    # Discord's ids hold their own time: milliseconds since 2015 in the upper bits.
    event = datetime.fromtimestamp(((1468000000000000001 >> 22) + 1420070400000) / 1000, UTC)
    assert first.at == again.at == event


def permissions(**allowed: bool) -> str:
    return str(discord.Permissions(**allowed).value)


def test_posting_needs_to_see_to_write_and_to_embed(interact: Interact) -> None:
    all_three = {"view_channel": True, "send_messages": True, "embed_links": True}
    assert may_post(interact(app_permissions=permissions(**all_three)))
    for missing in all_three:
        assert not may_post(interact(app_permissions=permissions(**(all_three | {missing: False}))))


def test_a_thread_asks_for_its_own_permission_instead_of_the_channels(interact: Interact) -> None:
    thread = IN_A_GUILD | {"channel": THREAD}
    inside = permissions(view_channel=True, send_messages_in_threads=True, embed_links=True)
    outside = permissions(view_channel=True, send_messages=True, embed_links=True)
    assert may_post(interact(thread, app_permissions=inside))
    assert not may_post(interact(thread, app_permissions=outside))
