"""Stories that only Discord can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.plans import WHEN_REMOVED
from bot.words import say
from tests.e2e.asked import right, wrong
from tests.e2e.chats import begin
from tests.e2e.on_discord import DiscordChat
from tests.e2e.process import Bot, until

EDITED_IN_PLACE, SILENT = 7, 6


async def test_a_private_question_is_edited_in_place_and_next_is_answered_without_a_word(
    server: DiscordChat,
) -> None:
    mine = await server.opens(server.ana, "practice choices 1")
    await server.press(server.ana, mine, right(mine))
    assert server.interactions()[-1].ack_type == EDITED_IN_PLACE
    question = await server.play(server.ana, "choices 1")
    await server.nudge(server.ana, question, "Next")
    assert server.interactions()[-1].ack_type == SILENT


async def test_commands_speak_spanish_and_are_registered_again_only_if_they_changed(
    server: DiscordChat,
) -> None:
    (command,) = server.sim.app.commands[None].values()
    assert command["description_localizations"]["es-419"] == say("es", "command-quiz")
    await server.restart()
    assert say("es", "help-intro") in await server.says(server.eva, "help")
    assert server.sim.request_counts["bulk_set_application_commands"] == 1


async def test_zones_are_suggested_while_typing(server: DiscordChat) -> None:
    mod, typing = server.mod.account, (server.general, "quiz schedule set", "zone")
    found = await mod.autocomplete(*typing, "mexico", time="09:00")
    assert "America/Mexico_City" in [choice["value"] for choice in found]
    assert 0 < len(await mod.autocomplete(*typing, "", time="09:00")) <= 25


async def test_when_the_bot_is_removed_the_dailies_of_the_server_rest(server: DiscordChat) -> None:
    await server.says(server.mod, "schedule set 09:00 UTC")
    guild = server.general.guild
    await server.sim.leave_guild(guild)
    rest = "SELECT paused_for FROM schedule WHERE community = ?"
    (why,) = await until(lambda: [row for row in server.bot.sql(rest, f"discord:{guild.id}") if row[0]])
    assert why == (WHEN_REMOVED,)
    assert server.bot.sql("SELECT kind FROM due") == []


async def test_no_daily_is_set_where_the_bot_may_not_write(server: DiscordChat) -> None:
    async with server.closed_to_the_bot(server.other):
        told = await server.says(server.mod, "schedule set 09:00 UTC", server.other)
        assert say("en", "cannot-post-discord") in told
    assert say("en", "schedule-none") in await server.says(server.mod, "schedule list")


async def test_a_post_whose_confirmation_is_lost_is_not_posted_twice(server: DiscordChat) -> None:
    server.sim.fault("reset_after", op="create_message")
    question = await server.play(server.ana, "choices 1")
    assert say("en", "recorded-title") in await server.click(server.bob, question, wrong(question))
    await server.nudge(server.ana, question, "Next")
    await server.post(begin("standings-title"))
    assert len(server.posts()) == 2


async def test_no_way_to_discord_ends_the_bot_with_a_sentence(
    discord_sim: Any, new_bot: Callable[..., Bot]
) -> None:
    bot = new_bot(discord_sim.bot_env(), SIM_DISCORD_API="http://127.0.0.1:9")
    await bot.start()
    assert await bot.ended() == 1
    assert "Discord cannot be reached" in bot.log()
