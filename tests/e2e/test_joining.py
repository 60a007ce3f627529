"""A server adds the bot while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.words import say
from tests.e2e.process import Bot, until


async def test_a_server_that_adds_the_bot_is_welcomed_and_no_other_hears_of_it(
    discord_sim: Any, new_bot: Callable[..., Bot]
) -> None:
    sim = discord_sim
    ana = sim.add_user("ana")
    known = sim.add_guild("known", [ana], ["general"])
    bot = new_bot(sim.bot_env())
    await bot.start()
    await sim.wait_ready()
    await sim.wait_commands()
    # Until then a guild that is told of might have been there before.
    await until(lambda: "connected to Discord" in bot.log())

    late = await join(sim, "late", members=[ana], channels=["lobby", "talk"])
    lobby, talk = late.channels.values()
    (welcome,) = await sim.wait_for(lambda: posts(ana, lobby))
    said = welcome.data["embeds"][0]["description"].replace("\\", "")
    assert said == say("en", "welcome-discord")
    done = await ana.slash(lobby, "quiz help")
    await done.wait_visible()
    assert len(posts(ana, lobby)) == 1
    assert posts(ana, talk) == posts(ana, next(iter(known.channels.values()))) == []


async def join(sim: Any, name: str, **more: Any) -> Any:
    """Add the bot to a guild. Only of one that was away does Discord tell that it is not any more."""
    add_guild = sim.add_guild

    def add(*known: Any, **given: Any) -> Any:
        guild = add_guild(*known, **given)
        payload = guild.gateway_payload
        guild.gateway_payload = lambda *asked: {
            key: value for key, value in payload(*asked).items() if key != "unavailable"
        }
        return guild

    sim.add_guild = add
    return await sim.join_guild(name, **more)


def posts(who: Any, channel: Any) -> list[Any]:
    return [message for message in who.sees(channel) if not message.ephemeral]
