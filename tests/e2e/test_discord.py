"""Stories on Discord: people use it, a real `civiquiz run` answers with the real discord.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.words import language_of, say
from questions.model import Language
from tests.e2e.process import Bot

EDITED_IN_PLACE, SILENT = 7, 6
# All questions of this topic have options to choose from.
WITH_BUTTONS = "electoral-calendar"
SEND_MESSAGES = 1 << 11


@dataclass
class Server:
    """A Discord server with two channels, a moderator and three players. Eva reads Spanish."""

    sim: Any
    bot: Bot
    general: Any
    other: Any
    mod: Any
    ana: Any
    bob: Any
    eva: Any

    async def start(self) -> None:
        await self.bot.start()
        await self.sim.wait_ready()
        await self.sim.wait_commands()

    async def restart(self) -> None:
        """Kill the bot in the middle of whatever it does and start it again."""
        assert self.bot.process is not None
        self.bot.process.kill()
        await self.bot.stop()
        self.sim.gateway.sessions.clear()
        await self.start()

    def posts(self, channel: Any = None) -> list[Any]:
        """What everyone sees in a channel."""
        return [m for m in self.ana.sees(channel or self.general) if not m.ephemeral]

    async def post(self, title: str, channel: Any = None) -> Any:
        """Wait for the newest post to have a title that begins so."""

        def newest() -> Any:
            return next((m for m in self.posts(channel)[-1:] if titled(m).startswith(title)), None)

        return await self.sim.wait_for(newest)

    async def becomes(self, message: Any, title: str) -> None:
        """Wait for a message to be edited into one whose title begins so."""
        await self.sim.wait_for(lambda: titled(message).startswith(title))

    async def play(self, who: Any, **options: Any) -> Any:
        """Start a round; its first question, one with buttons unless the topic says otherwise."""
        options.setdefault("topic", WITH_BUTTONS)
        started = await self.says(who, "play", **options)
        assert begin("round-starts", language_of(who.user.locale) or "en") in started
        language = options.get("language", "en")
        return await self.post(begin("question-title", language, position=1, length=options["questions"]))

    async def says(self, who: Any, command: str, channel: Any = None, **options: Any) -> str:
        """What a command tells its user, privately."""
        done = await who.slash(channel or self.general, f"quiz {command}", **options)
        await done.wait_visible()
        assert done.original.ephemeral
        return text(done.original)

    async def click(self, who: Any, message: Any, label: str) -> str:
        """What a click tells its user, privately."""
        done = await who.click(message, label)
        await done.wait_visible()
        assert done.original.ephemeral
        return text(done.original)


@pytest.fixture
async def server(discord_sim: Any, new_bot: Callable[..., Bot]) -> Server:
    sim = discord_sim
    mod, ana, bob = (sim.add_user(name) for name in ("mod", "ana", "bob"))
    eva = sim.add_user("eva", locale="es-ES")
    guild = sim.add_guild("civics", [mod, ana, bob, eva], ["general", "other"])
    sim.make_admin(guild, mod)
    general, other = guild.channels.values()
    server = Server(sim, new_bot(sim.bot_env()), general, other, mod, ana, bob, eva)
    await server.start()
    return server


def titled(message: Any) -> str:
    title: str = message.data["embeds"][0].get("title", "")
    return title


def text(message: Any) -> str:
    """All that a message shows, as it reads."""
    embed = message.data["embeds"][0]
    shown = "\n".join((embed.get("title", ""), embed.get("description", "")))
    return shown.replace("\\", "")


def begin(word: str, language: Language = "en", **known: object) -> str:
    """A sentence of the bot up to what a test does not foresee."""
    unforeseen = dict.fromkeys(("topic", "answer", "day", "count", "seconds", "source"), "\0")
    return say(language, word, **(unforeseen | known)).partition("\0")[0]


def labels(message: Any) -> list[str]:
    rows = message.data["components"]
    return [button["label"] for row in rows for button in row["components"]]


def zone_where_it_is_morning() -> str:
    """A zone in which midnight is some hours ago and some ahead, whenever the tests run."""
    hours = datetime.now(UTC).hour - 6
    return f"Etc/GMT{hours:+d}" if hours <= 12 else f"Etc/GMT{hours - 24:+d}"


async def test_a_round_is_played_with_buttons_and_its_results_are_edited_into_the_channel(
    server: Server,
) -> None:
    first = await server.play(server.ana, topic=WITH_BUTTONS, questions=2)
    options = labels(first)[:-1]
    assert labels(first)[-1] == say("en", "button-next")

    assert say("en", "recorded-title") in await server.click(server.ana, first, "A")
    assert say("en", "already-answered-title") in await server.click(server.ana, first, "B")
    assert say("es", "recorded-title") in await server.click(server.eva, first, options[-1])
    assert say("en", "only-starter") in await server.click(server.bob, first, "Next")

    next_one = await server.ana.click(first, "Next")
    await next_one.wait_ack()
    assert next_one.ack_type == SILENT
    await server.becomes(first, begin("reveal-title", position=1, length=2))
    assert labels(first) == ["Why?"]
    assert "✅" in text(first)
    assert begin("reveal-source") in text(first)

    # Who answered before has answered again: nobody has to wait for the time to pass.
    second = await server.post(begin("question-title", position=2, length=2))
    await server.click(server.ana, second, "A")
    await server.click(server.eva, second, "B")
    await server.becomes(second, begin("reveal-title", position=2, length=2))
    standings = text(await server.post(begin("standings-title")))
    assert "Ana" in standings
    assert "Eva" in standings


async def test_who_was_right_leads_the_leaderboard(server: Server) -> None:
    players = {"Mod": server.mod, "Ana": server.ana, "Bob": server.bob, "Eva": server.eva}
    question = await server.play(server.ana, questions=1)
    options = labels(question)[:-1]
    chosen = dict(zip(players, options * len(players), strict=False))
    for name, label in chosen.items():
        await server.click(players[name], question, label)
    server.bot.hasten("close-turn")
    await server.becomes(question, begin("reveal-title", position=1, length=1))
    await server.post(begin("standings-title"))
    right = next(line for line in text(question).splitlines() if line.startswith("✅")).strip("✅ *")[0]
    leaders = {name for name, label in chosen.items() if label == right}

    board = await server.says(server.bob, "leaderboard", period="today", scope="channel")
    ranks = [line.partition(".") for line in board.splitlines()[1:]]
    assert {name for name in players for rank, _, line in ranks if rank == "1" and name in line} == leaders
    assert "Bob" in await server.says(server.eva, "leaderboard", period="all", scope="community")


async def test_a_click_on_a_question_that_has_closed_meanwhile_does_not_count(server: Server) -> None:
    question = await server.play(server.ana, questions=1)
    seen = question.data["components"]
    server.bot.hasten("close-turn")
    await server.becomes(question, begin("reveal-title", position=1, length=1))
    question.data["components"] = seen  # on a phone that has not drawn the edit yet
    assert say("en", "turn-closed") in await server.click(server.bob, question, "A")
    assert server.bot.sql("SELECT count(*) FROM answer") == [(0,)]


async def test_a_round_survives_a_kill_and_its_old_buttons_still_answer(server: Server) -> None:
    first = await server.play(server.ana, questions=2, seconds=120)
    await server.click(server.ana, first, "A")
    await server.restart()
    assert say("en", "recorded-title") in await server.click(server.bob, first, "B")
    assert say("en", "already-answered-title") in await server.click(
        server.ana, first, "C" if "C" in labels(first) else "B"
    )
    await server.ana.click(first, "Next")
    await server.becomes(first, begin("reveal-title", position=1, length=2))
    await server.post(begin("question-title", position=2, length=2))
    assert len(server.posts()) == 2
    registered = server.sim.request_counts["bulk_set_application_commands"]
    assert registered == 1, "commands whose definition did not change are not registered again"


async def test_a_click_that_discord_delivers_twice_is_one_answer(server: Server) -> None:
    question = await server.play(server.ana, questions=1)
    server.sim.faults.duplicate_interactions = 1
    assert say("en", "recorded-title") in await server.click(server.bob, question, "A")
    await server.sim.wait_for(lambda: server.sim.violations)
    # The second answer to the same click is refused, which is all that Discord can do with it.
    assert [v["code"] for v in server.sim.violations] == [40060]
    server.sim.violations.clear()
    assert server.bot.sql("SELECT count(*) FROM answer") == [(1,)]


async def test_a_lost_connection_comes_back_by_itself(server: Server) -> None:
    question = await server.play(server.ana, questions=1)
    await server.sim.drop_gateway(code=4000)
    await server.sim.wait_for(lambda: any(s.resumes for s in server.sim.gateway.sessions.values()))
    assert say("en", "recorded-title") in await server.click(server.bob, question, "A")


async def test_a_daily_is_played_privately_in_ones_own_time(server: Server) -> None:
    zone = zone_where_it_is_morning()
    plan = {"time": "12am", "zone": zone, "topic": WITH_BUTTONS, "questions": 2}
    assert f"00:00 ({zone})" in await server.says(server.mod, "schedule set", **plan)
    server.bot.hasten("open-daily")
    daily = await server.post(begin("daily-title"))
    assert labels(daily) == [say("en", "button-start")]

    begun = await server.ana.click(daily, "Start")
    await begun.wait_visible()
    mine = begun.original
    assert mine.ephemeral
    assert titled(mine).startswith(begin("question-title", position=1, length=2))
    picked = await server.ana.click(mine, "A")
    await picked.wait_ack()
    assert picked.ack_type == EDITED_IN_PLACE
    assert titled(mine).startswith(begin("question-title", position=2, length=2))

    # Start finds the place again, also after a restart, and in the player's own language.
    await server.restart()
    assert begin("question-title", position=2, length=2) in await server.click(server.ana, daily, "Start")
    assert begin("question-title", "es", position=1, length=2) in await server.click(
        server.eva, daily, "Start"
    )
    await (await server.ana.click(mine, "B")).wait_ack()
    assert titled(mine) == say("en", "daily-done-title")
    assert labels(mine) == []

    server.bot.hasten("close-daily")
    await server.becomes(daily, begin("daily-answers-title"))
    assert labels(daily) == ["My answers"]
    assert "Ana" in text(daily)


async def test_a_private_question_of_a_daily_that_has_closed_says_so(server: Server) -> None:
    await server.says(
        server.mod, "schedule set", time="00:00", zone=zone_where_it_is_morning(), topic=WITH_BUTTONS
    )
    server.bot.hasten("open-daily")
    daily = await server.post(begin("daily-title"))
    begun = await server.ana.click(daily, "Start")
    await begun.wait_visible()
    server.bot.hasten("close-daily")
    await server.becomes(daily, begin("daily-answers-title"))
    late = await server.ana.click(begun.original, "A")
    await late.wait_visible()
    assert say("en", "refused-title") in text(late.original)


async def test_schedules_are_set_listed_and_removed_by_moderators(server: Server) -> None:
    plan = {"time": "09:00", "zone": "America/Mexico_City"}
    no = say("en", "only-moderator-discord")
    assert no in await server.says(server.ana, "schedule set", **plan)
    assert "09:00 (America/Mexico_City)" in await server.says(server.mod, "schedule set", **plan)
    assert "09:00 (America/Mexico_City)" in await server.says(server.ana, "schedule list", server.other)
    assert no in await server.says(server.ana, "schedule remove")
    assert say("en", "schedule-removed") in await server.says(server.mod, "schedule remove")
    assert say("en", "schedule-none") in await server.says(server.ana, "schedule list")


async def test_zones_are_suggested_while_typing(server: Server) -> None:
    found = await server.mod.autocomplete(server.general, "quiz schedule set", "zone", "mexico", time="09:00")
    assert "America/Mexico_City" in [choice["value"] for choice in found]
    every = await server.mod.autocomplete(server.general, "quiz schedule set", "zone", "", time="09:00")
    assert 0 < len(every) <= 25


async def test_who_reads_spanish_plays_in_spanish(server: Server) -> None:
    (command,) = await server.sim.wait_commands() and server.sim.app.commands[None].values()
    assert command["description_localizations"]["es-419"] == say("es", "command-quiz")
    assert say("es", "help-intro") in await server.says(server.eva, "help")
    question = await server.play(server.eva, language="es", questions=1)
    assert say("es", "recorded-title") in await server.click(server.eva, question, "A")
    assert say("en", "recorded-title") in await server.click(server.bob, question, "A")


async def test_bad_input_is_told_in_a_sentence_and_starts_nothing(server: Server) -> None:
    direct = await server.ana.slash(server.ana.dm(), "quiz play")
    await direct.wait_visible()
    assert say("en", "not-in-a-room") in text(direct.original)

    nowhere = {"time": "09:00", "zone": "Mars/Olympus"}
    assert "Mars/Olympus" in await server.says(server.mod, "schedule set", **nowhere)
    never = {"time": "25:00", "zone": "UTC"}
    assert say("es", "not-a-time", given="25:00") in await server.says(server.eva, "schedule set", **never)
    assert say("en", "no-round") in await server.says(server.ana, "stop")
    assert server.posts() == []


async def test_where_the_bot_may_not_write_it_says_so_privately_and_starts_nothing(server: Server) -> None:
    await server.sim.deny_bot(server.other, SEND_MESSAGES)
    no = say("en", "cannot-post-discord")
    assert no in await server.says(server.ana, "play", server.other)
    plan = {"time": "09:00", "zone": "UTC"}
    assert no in await server.says(server.mod, "schedule set", server.other, **plan)
    assert server.bot.sql("SELECT count(*) FROM quiz") == [(0,)]
    assert say("en", "schedule-none") in await server.says(server.mod, "schedule list")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"DISCORD_TOKEN": "wrong"}, "Discord refused DISCORD_TOKEN"),
        ({"SIM_DISCORD_API": "http://127.0.0.1:9"}, "Discord cannot be reached"),
    ],
    ids=["wrong token", "no way to Discord"],
)
async def test_what_keeps_the_bot_from_discord_ends_it_with_a_sentence(
    discord_sim: Any, new_bot: Callable[..., Bot], wrong: dict[str, str], sentence: str
) -> None:
    bot = new_bot(discord_sim.bot_env(), wrong)
    await bot.start()
    assert await bot.ended() == 1
    assert sentence in bot.log()
    discord_sim.violations.clear()  # the refused login


async def test_the_invitation_names_the_tokens_own_application(
    discord_sim: Any, new_bot: Callable[..., Bot]
) -> None:
    bot = new_bot(discord_sim.bot_env())
    await bot.start("invite")
    assert await bot.ended() == 0
    assert f"client_id={discord_sim.app.id}" in bot.log()


async def test_a_question_without_buttons_is_answered_by_typing(server: Server) -> None:
    question = await server.play(server.ana, topic="cienfuegos", questions=20)
    while "A" in labels(question):
        place = int(titled(question).split()[1])
        await server.ana.click(question, "Next")
        question = await server.post(begin("question-title", position=place + 1, length=20))
    assert labels(question) == ["Answer", "Next"]
    assert "/quiz answer" in question.data["embeds"][0]["footer"]["text"]
    told = await server.says(server.bob, "answer", text="?")
    assert say("en", "again-unreadable", given="?") in told or "/quiz answer" in told
    assert server.bot.sql("SELECT count(*) FROM answer") == [(0,)]


async def test_after_a_reveal_a_button_tells_each_player_why(server: Server) -> None:
    question = await server.play(server.ana, questions=1)
    await server.click(server.bob, question, "A")
    await server.ana.click(question, "Next")
    await server.becomes(question, "Answer 1 of 1")
    told = await server.click(server.bob, question, "Why?")
    assert " is right." in told or " is wrong." in told
    assert say("en", "why-none") in await server.click(server.ana, question, "Why?")
