"""Stories on Slack: people use it, a real `civiquiz run` answers with the real slack-bolt."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.words import say
from tests.adapters.slack.conftest import shown
from tests.e2e.process import Bot

SOCKETS = 2
# All questions of this topic have options to choose from.
WITH_BUTTONS = "electoral-calendar"


@dataclass
class Workspace:
    """A Slack workspace with a channel, an admin and three players. Eva reads Spanish."""

    sim: Any
    bot: Bot
    team: Any
    general: Any
    admin: Any
    ana: Any
    bob: Any
    eva: Any

    async def start(self) -> None:
        await self.bot.start()
        await self.connected()

    async def connected(self) -> None:
        await self.sim.wait_for(lambda: len(self.sim.sockets) == SOCKETS)

    async def restart(self) -> None:
        """Kill the bot in the middle of whatever it does and start it again."""
        await self.bot.stop(signal.SIGKILL)
        await self.sim.wait_for(lambda: not self.sim.sockets)
        await self.start()

    def posts(self) -> list[Any]:
        """What everyone sees in the channel."""
        return [m for m in self.sim.visible_messages(self.general, self.ana) if m.visible_to is None]

    async def post(self, title: str) -> Any:
        """Wait for the newest post to have a title that begins so."""

        def newest() -> Any:
            return next((m for m in self.posts()[-1:] if titled(m).startswith(title)), None)

        return await self.sim.wait_for(newest)

    async def becomes(self, message: Any, title: str) -> None:
        """Wait for a message to be edited into one whose title begins so."""
        await self.sim.wait_for(lambda: titled(message).startswith(title))

    async def play(self, who: Any, words: str = "") -> Any:
        """Start a round; its first question."""
        assert "round starts" in await self.says(who, f"play {words}")
        return await self.post("Question 1")

    async def says(self, who: Any, text: str, channel: Any = None) -> str:
        """What a command tells its user, privately."""
        channel = channel or self.general
        before = len(self.private(who, channel))
        await self.sim.slash(who, channel, "/quiz", text)
        return await self.newly_told(who, channel, before)

    async def click(self, who: Any, message: Any, label: str) -> str:
        """What a click tells its user, privately."""
        before = len(self.private(who, message.channel))
        await self.sim.click(who, message, label)
        return await self.newly_told(who, message.channel, before)

    async def newly_told(self, who: Any, channel: Any, before: int) -> str:
        told = await self.sim.wait_for(lambda: self.private(who, channel)[before:])
        return shown(told[0].blocks)

    def private(self, who: Any, channel: Any) -> list[Any]:
        """What one user alone sees in a channel."""
        return [m for m in self.sim.visible_messages(channel, who) if m.visible_to == who.id]

    async def open_modal(self, who: Any, message: Any, label: str, title: str) -> dict[str, Any]:
        """Press a button that opens a modal; the modal when it shows what begins with the title."""
        await self.sim.click(who, message, label)
        return await self.modal(who, title)

    async def modal(self, who: Any, text: str) -> dict[str, Any]:
        """Wait for the modal in front of a user to show a text."""

        def in_front() -> Any:
            return next((view for view in who.views[-1:] if text in view_text(view)), None)

        view: dict[str, Any] = await self.sim.wait_for(in_front)
        return view

    async def open_daily(self) -> Any:
        """Let the hour of the daily have come; its post."""
        self.bot.sql("UPDATE schedule SET at = '00:00'")
        self.bot.hasten("open-daily")
        return await self.post("Daily quiz ·")

    def answers(self) -> int:
        ((count,),) = self.bot.sql("SELECT count(*) FROM answer")
        return int(count)


@pytest.fixture
async def workspace(slack_sim: Any, new_bot: Callable[..., Bot]) -> Workspace:
    sim = slack_sim
    team = sim.add_workspace()
    team.scopes = {"commands", "chat:write", "chat:write.public", "im:write", "users:read", "files:write"}
    admin, ana, bob, eva = (sim.add_user(team, name) for name in ("admin", "ana", "bob", "eva"))
    admin.is_admin = True
    eva.locale = "es-LA"
    told_of_eva = eva.payload
    # A stand-in that knows no locales of its own tells what it has on the user.
    eva.payload = lambda: told_of_eva() | {"locale": eva.locale}
    general = sim.add_channel(team, "general", [admin, ana, bob, eva])
    workspace = Workspace(sim, new_bot(sim.bot_env()), team, general, admin, ana, bob, eva)
    await workspace.start()
    return workspace


def titled(message: Any) -> str:
    """What a message shows in its first line."""
    return shown(message.blocks).partition("\n")[0]


def view_text(view: dict[str, Any]) -> str:
    return f"{view['title']['text']}\n{shown(view['blocks'])}"


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    return [button["text"]["text"] for row in rows for button in row]


def zone_where_the_day_is_young() -> str:
    """A zone in which 23:00 is still to come today, whenever the tests run."""
    hours = datetime.now(UTC).hour - 6
    return f"Etc/GMT{hours:+d}" if hours <= 12 else f"Etc/GMT{hours - 24:+d}"


async def test_a_round_is_played_with_buttons_and_its_results_are_edited_into_the_channel(
    workspace: Workspace,
) -> None:
    first = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 2")
    *options, last = labels(first.blocks)
    assert last == "Next"

    assert "Recorded" in await workspace.click(workspace.ana, first, "A")
    assert say("en", "already-answered-title") in await workspace.click(workspace.ana, first, "B")
    assert "Registrada" in await workspace.click(workspace.eva, first, options[-1])
    assert say("en", "only-starter") in await workspace.click(workspace.bob, first, "Next")

    told = len(workspace.private(workspace.ana, workspace.general))
    await workspace.sim.click(workspace.ana, first, "Next")
    await workspace.becomes(first, "Answer 1 of 2")
    assert len(workspace.private(workspace.ana, workspace.general)) == told
    assert labels(first.blocks) == ["Why?"]
    assert "✅" in shown(first.blocks)
    assert "Source: " in shown(first.blocks)

    # Who answered before has answered again: nobody has to wait for the time to pass.
    second = await workspace.post("Question 2")
    await workspace.click(workspace.ana, second, "A")
    await workspace.click(workspace.eva, second, "B")
    await workspace.becomes(second, "Answer 2 of 2")
    standings = shown((await workspace.post("Final standings")).blocks)
    assert "ana" in standings
    assert "eva" in standings


async def test_who_was_right_leads_the_leaderboard(workspace: Workspace) -> None:
    players = {"ana": workspace.ana, "bob": workspace.bob, "eva": workspace.eva, "admin": workspace.admin}
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    *options, _ = labels(question.blocks)
    chosen = dict(zip(players, options * len(players), strict=False))
    for name, label in chosen.items():
        await workspace.click(players[name], question, label)
    workspace.bot.hasten("close-turn")
    await workspace.becomes(question, "Answer 1 of 1")
    await workspace.post("Final standings")
    right = next(line for line in shown(question.blocks).splitlines() if line.startswith("✅"))[2]
    leaders = {name for name, label in chosen.items() if label == right}

    board = await workspace.says(workspace.bob, "leaderboard today channel")
    ranks = [line.partition(".") for line in board.splitlines()[1:]]
    assert {name for name in players for rank, _, line in ranks if rank == "1" and name in line} == leaders
    assert "bob" in await workspace.says(workspace.eva, "leaderboard all community")


async def test_a_double_click_is_one_answer(workspace: Workspace) -> None:
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    for _ in range(2):
        await workspace.sim.click(workspace.bob, question, "A")
    told = await workspace.sim.wait_for(
        lambda: (
            len(workspace.private(workspace.bob, workspace.general)) == 2
            and [shown(m.blocks) for m in workspace.private(workspace.bob, workspace.general)]
        )
    )
    assert sum(say("en", "recorded-title") in text for text in told) == 1
    assert sum(say("en", "already-answered-title") in text for text in told) == 1
    assert workspace.answers() == 1


async def test_a_click_that_slack_delivers_twice_is_one_answer_and_twice_recorded(
    workspace: Workspace,
) -> None:
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    workspace.sim.duplicate_next = 1
    await workspace.sim.click(workspace.bob, question, "A")
    told = await workspace.sim.wait_for(
        lambda: (
            len(workspace.private(workspace.bob, workspace.general)) == 2
            and workspace.private(workspace.bob, workspace.general)
        )
    )
    assert all(say("en", "recorded-title") in shown(message.blocks) for message in told)
    assert workspace.answers() == 1


async def test_a_command_that_slack_delivers_twice_starts_one_round(workspace: Workspace) -> None:
    workspace.sim.duplicate_next = 1
    await workspace.sim.slash(workspace.ana, workspace.general, "/quiz", "play 1")
    told = await workspace.sim.wait_for(
        lambda: (
            len(workspace.private(workspace.ana, workspace.general)) == 2
            and workspace.private(workspace.ana, workspace.general)
        )
    )
    assert all("round starts" in shown(message.blocks) for message in told)
    assert len(workspace.posts()) == 1


async def test_a_click_on_a_question_that_has_closed_meanwhile_does_not_count(workspace: Workspace) -> None:
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    seen = question.blocks
    workspace.bot.hasten("close-turn")
    await workspace.becomes(question, "Answer 1 of 1")
    question.fields["blocks"] = seen  # on a phone that has not drawn the edit yet
    assert say("en", "turn-closed") in await workspace.click(workspace.bob, question, "A")
    assert workspace.answers() == 0


async def test_a_round_survives_a_kill_and_its_old_buttons_still_answer(workspace: Workspace) -> None:
    first = await workspace.play(workspace.ana, f"{WITH_BUTTONS} questions:2 seconds:120")
    await workspace.click(workspace.ana, first, "A")
    await workspace.restart()
    assert "Recorded" in await workspace.click(workspace.bob, first, "B")
    assert say("en", "already-answered-title") in await workspace.click(workspace.ana, first, "B")
    await workspace.sim.click(workspace.ana, first, "Next")
    await workspace.becomes(first, "Answer 1 of 2")
    await workspace.post("Question 2")
    assert len(workspace.posts()) == 2


async def test_a_cut_socket_costs_no_click(workspace: Workspace) -> None:
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    cut = workspace.sim.sockets[0]
    await cut.ws.close()
    await workspace.sim.wait_for(lambda: cut not in workspace.sim.sockets)
    assert "Recorded" in await workspace.click(workspace.bob, question, "A")
    await workspace.connected()


async def test_a_daily_is_played_in_a_modal_in_ones_own_time(workspace: Workspace) -> None:
    zone = zone_where_the_day_is_young()
    plan = f"schedule set 11pm {zone} {WITH_BUTTONS} 2"
    assert f"23:00 ({zone})" in await workspace.says(workspace.admin, plan)
    daily = await workspace.open_daily()
    assert labels(daily.blocks) == ["Start"]

    mine = await workspace.open_modal(workspace.ana, daily, "Start", "Question 1 of 2")
    await workspace.sim.click_view(workspace.ana, mine, "A")
    mine = await workspace.modal(workspace.ana, "Question 2 of 2")
    assert len(workspace.ana.views) == 1

    # Start finds the place again, also after a restart, and in the player's own language.
    await workspace.restart()
    await workspace.sim.close_view(workspace.ana, mine)
    mine = await workspace.open_modal(workspace.ana, daily, "Start", "Question 2 of 2")
    theirs = await workspace.open_modal(workspace.eva, daily, "Start", "Pregunta 1 de 2")
    assert theirs["close"]["text"] == say("es", "slack-close")
    await workspace.sim.click_view(workspace.ana, mine, "B")
    mine = await workspace.modal(workspace.ana, say("en", "daily-done-title"))
    assert labels(mine["blocks"]) == []
    assert workspace.private(workspace.ana, workspace.general) == []

    workspace.bot.hasten("close-daily")
    await workspace.becomes(daily, "Daily quiz of ")
    assert labels(daily.blocks) == ["My answers"]
    assert "ana" in shown(daily.blocks)


async def test_a_start_that_slack_delivers_twice_opens_one_modal(workspace: Workspace) -> None:
    await workspace.says(
        workspace.admin, f"schedule set 23:00 {zone_where_the_day_is_young()} {WITH_BUTTONS}"
    )
    daily = await workspace.open_daily()
    workspace.sim.duplicate_next = 1
    await workspace.open_modal(workspace.ana, daily, "Start", "Question 1 of 5")
    assert len(workspace.ana.views) == 1


async def test_a_modal_of_a_daily_that_has_closed_says_so(workspace: Workspace) -> None:
    await workspace.says(
        workspace.admin, f"schedule set 23:00 {zone_where_the_day_is_young()} {WITH_BUTTONS}"
    )
    daily = await workspace.open_daily()
    mine = await workspace.open_modal(workspace.ana, daily, "Start", "Question 1 of 5")
    workspace.bot.hasten("close-daily")
    await workspace.becomes(daily, "Daily quiz of ")
    await workspace.sim.click_view(workspace.ana, mine, "A")
    await workspace.modal(workspace.ana, say("en", "refused-title"))
    assert workspace.answers() == 0


async def test_schedules_are_set_listed_and_removed_by_admins(workspace: Workspace) -> None:
    plan = "schedule set 09:00 America/Mexico_City"
    no = say("en", "only-moderator-slack")
    assert no in await workspace.says(workspace.ana, plan)
    assert "09:00 (America/Mexico_City)" in await workspace.says(workspace.admin, plan)
    assert "09:00 (America/Mexico_City)" in await workspace.says(workspace.ana, "schedule list")
    assert no in await workspace.says(workspace.ana, "schedule remove")
    assert say("en", "schedule-removed") in await workspace.says(workspace.admin, "schedule remove")
    assert say("en", "schedule-none") in await workspace.says(workspace.ana, "schedule list")


async def test_bad_input_is_told_in_a_sentence_and_starts_nothing(workspace: Workspace) -> None:
    direct = workspace.sim.im(workspace.ana)
    assert say("en", "not-in-a-room") in await workspace.says(workspace.ana, "play", direct)
    assert "play" in await workspace.says(workspace.ana, "plya")
    assert "from 1 to 20" in await workspace.says(workspace.ana, "play 1000")
    assert "electoral-college" in await workspace.says(workspace.ana, "play topic:electoral-colege")
    assert "Mars/Olympus" in await workspace.says(workspace.admin, "schedule set 09:00 Mars/Olympus")
    assert say("es", "not-a-time", given="25:00") in await workspace.says(
        workspace.eva, "schedule set time:25:00 zone:UTC"
    )
    assert say("en", "no-round") in await workspace.says(workspace.ana, "stop")
    assert workspace.posts() == []


async def test_a_name_full_of_markup_is_shown_as_it_is_and_calls_nobody(workspace: Workspace) -> None:
    workspace.bob.name = name = "*x* <!channel> `y` & <@U1>"
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    await workspace.click(workspace.bob, question, "A")
    workspace.bot.hasten("close-turn")
    standings = await workspace.post("Final standings")
    assert name in shown(standings.blocks)
    assert "<!channel>" not in standings.text
    assert "&lt;!channel&gt;" in standings.text


async def test_where_the_bot_may_not_post_it_says_so_privately_and_starts_nothing(
    workspace: Workspace,
) -> None:
    closed = workspace.sim.add_channel(
        workspace.team, "closed", [workspace.ana], with_bot=False, kind="private"
    )
    assert say("en", "cannot-post-slack") in await workspace.says(workspace.ana, "play", closed)
    workspace.sim.violations.clear()  # the refused post
    assert workspace.bot.sql("SELECT count(*) FROM quiz") == [(0,)]
    assert workspace.bot.sql("SELECT count(*) FROM due") == [(0,)]


async def test_a_post_that_slack_puts_off_comes_later(workspace: Workspace) -> None:
    workspace.sim.fault("rate_limit", "chat.postMessage", delay=1)
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    assert "Recorded" in await workspace.click(workspace.bob, question, "A")
    assert len(workspace.posts()) == 1


async def test_a_click_is_answered_while_slack_does_not_tell_who_clicked(workspace: Workspace) -> None:
    question = await workspace.play(workspace.ana, f"{WITH_BUTTONS} 1")
    workspace.sim.fault("status", "users.info", status=503, count=None)
    assert "Recorded" in await workspace.click(workspace.bob, question, "A")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack refused SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack refused SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is missing"),
    ],
    ids=["wrong bot token", "wrong app token", "one token of two"],
)
async def test_what_keeps_the_bot_from_slack_ends_it_with_a_sentence(
    slack_sim: Any, new_bot: Callable[..., Bot], wrong: dict[str, str], sentence: str
) -> None:
    slack_sim.add_workspace()
    bot = new_bot(slack_sim.bot_env(), wrong)
    await bot.start()
    assert await bot.ended() == 1
    assert sentence in bot.log()
    slack_sim.violations.clear()  # the refused call


async def test_a_question_without_buttons_is_answered_by_typing(workspace: Workspace) -> None:
    await workspace.says(workspace.ana, "play cienfuegos 20")
    question = await workspace.post("Question 1")
    while "A" in labels(question.blocks):
        place = int(titled(question).split()[1])
        await workspace.sim.click(workspace.ana, question, "Next")
        question = await workspace.post(f"Question {place + 1}")
    assert "/quiz answer" in shown(question.blocks)
    told = await workspace.says(workspace.bob, "answer ?")
    assert say("en", "again-unreadable", given="?") in told or "/quiz answer" in told
    assert workspace.answers() == 0
