"""Stories on Slack over HTTP: workspaces install the app in a browser, and one process serves them all."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from adapters.slack.seal import new_key
from bot.words import say
from questions.model import Language
from tests.adapters.slack.conftest import shown
from tests.e2e.process import Bot, until

# All questions of this topic have options to choose from.
WITH_BUTTONS = "electoral-calendar"
SCOPES = {"commands", "chat:write", "chat:write.public", "im:write", "users:read", "files:write"}
FORGED = ["bad_signature", "wrong_secret", "stale", "future", "unsigned", "no_timestamp", "body_changed"]


@dataclass
class Team:
    """A workspace with a channel, who installs the app there, and a player."""

    sim: Any
    slack: Any
    general: Any
    boss: Any
    ana: Any

    def posts(self) -> list[Any]:
        """What everyone sees in the channel."""
        return [m for m in self.sim.visible_messages(self.general, self.ana) if m.visible_to is None]

    async def post(self, title: str) -> Any:
        """Wait for the newest post to have a title that begins so."""
        return await self.sim.wait_for(
            lambda: next((m for m in self.posts()[-1:] if titled(m).startswith(title)), None)
        )

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
        return [m for m in self.sim.visible_messages(channel, who) if m.visible_to == who.id]

    def direct(self, who: Any) -> list[str]:
        """What the bot has written to a user directly."""
        return [shown(m.blocks) for m in self.sim.visible_messages(self.sim.im(who), who) if not m.visible_to]

    async def open_home(self, who: Any, title: str) -> dict[str, Any]:
        """Open the App Home; the page when it shows a text."""
        await self.sim.open_home(who)
        return await self.home(who, title)

    async def home(self, who: Any, title: str) -> dict[str, Any]:
        home: dict[str, Any] = await self.sim.wait_for(
            lambda: who.home if who.home and title in read(who.home) else None
        )
        return home

    async def modal(self, who: Any, text: str) -> dict[str, Any]:
        """Wait for the modal in front of a user to show a text."""
        view: dict[str, Any] = await self.sim.wait_for(
            lambda: next((v for v in who.views[-1:] if text in f"{v['title']['text']}\n{read(v)}"), None)
        )
        return view


@dataclass
class Town:
    """A process that serves HTTP, and the workspaces around it."""

    sim: Any
    bot: Bot
    address: str
    browser: aiohttp.ClientSession
    key: str
    teams: list[Team] = field(default_factory=list)

    def build(self, name: str, language: Language = "en") -> Team:
        """A workspace that has not installed the app."""
        slack = self.sim.add_workspace(name)
        slack.scopes = set(SCOPES)
        boss, ana = (self.sim.add_user(slack, who) for who in ("boss", "ana"))
        boss.locale, boss.tz = f"{language}-US", "America/Mexico_City"
        told = boss.payload
        # A stand-in that knows no locales of its own tells what it has on the user.
        boss.payload = lambda: told() | {"locale": boss.locale, "tz": boss.tz}
        self.teams.append(
            Team(self.sim, slack, self.sim.add_channel(slack, "general", [boss, ana]), boss, ana)
        )
        return self.teams[-1]

    async def start(self, *arguments: str) -> None:
        await self.bot.start(*arguments)
        await self.listening()

    def is_called(self) -> None:
        """Have Slack send what happens to this process."""
        self.sim.http_url = f"{self.address}/slack/events"

    async def listening(self) -> None:
        address = urlsplit(self.address)

        async def answers() -> bool:
            try:
                _, writer = await asyncio.open_connection(address.hostname, address.port)
            except OSError:
                return False
            writer.close()
            return True

        async with asyncio.timeout(20):
            while not await answers():
                assert self.bot.process is not None
                assert self.bot.process.returncode is None, self.bot.log()
                await asyncio.sleep(0.02)

    async def restart(self) -> None:
        """Kill the bot in the middle of whatever it does and start it again."""
        await self.bot.restart()
        await self.listening()

    async def begin(self) -> tuple[str, str]:
        """Press the button that installs: the state in the address of Slack's page, and the cookie."""
        async with self.browser.get(f"{self.address}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302
            asked = urlsplit(answer.headers["Location"])
            assert (asked.scheme, asked.netloc, asked.path) == ("https", "slack.com", "/oauth/v2/authorize")
            wanted = parse_qs(asked.query)
            assert wanted["client_id"] == [self.sim.client_id]
            assert set(wanted["scope"][0].split(",")) == SCOPES
            return wanted["state"][0], answer.headers["Set-Cookie"].partition(";")[0]

    async def end(self, cookie: str, language: Language = "en", **parameters: str) -> tuple[int, str]:
        """Come back from Slack's page; the status and what the page says."""
        headers = {"Cookie": cookie, "Accept-Language": f"{language}-MX,{language};q=0.9"}
        async with self.browser.get(
            f"{self.address}/slack/oauth_redirect", params=parameters, headers=headers
        ) as answer:
            page = await answer.text()
        return answer.status, unescape(re.sub("<style>.*?</style>|<[^>]*>", "", page))

    async def install(self, team: Team) -> str:
        """The boss of a workspace installs the app; what the last page says."""
        state, cookie = await self.begin()
        status, page = await self.end(cookie, code=f"code-{team.slack.id}", state=state)
        assert status == 200, page
        return page

    def installations(self) -> list[tuple[Any, ...]]:
        return self.bot.sql("SELECT team, uninstalled_at IS NULL FROM slack_installation ORDER BY team")


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def new_town(
    slack_sim: Any, new_bot: Callable[..., Bot], browser: aiohttp.ClientSession
) -> Callable[..., Town]:
    """Makes processes that serve HTTP; Slack calls the newest."""
    key = new_key()

    def make(**more: str) -> Town:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        own = {
            "SLACK_BOT_TOKEN": "",
            "SLACK_APP_TOKEN": "",
            "SLACK_LISTEN": f"127.0.0.1:{port}",
            "SLACK_CLIENT_ID": slack_sim.client_id,
            "SLACK_CLIENT_SECRET": slack_sim.client_secret,
            "CIVIQUIZ_SECRET_KEY": key,
        }
        town = Town(
            slack_sim, new_bot(slack_sim.bot_env(), own, more), f"http://127.0.0.1:{port}", browser, key
        )
        town.is_called()
        return town

    return make


@pytest.fixture
def town(new_town: Callable[..., Town]) -> Town:
    return new_town()


@pytest.fixture
async def acme(town: Town) -> Team:
    """A workspace that has installed the app."""
    await town.start()
    team = town.build("acme")
    await town.install(team)
    return team


def titled(message: Any) -> str:
    """What a message shows in its first line."""
    return shown(message.blocks).partition("\n")[0]


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    return [button["text"]["text"] for row in rows for button in row]


def zone_where_the_day_is_young() -> str:
    """A zone in which 23:00 is still to come today, whenever the tests run."""
    hours = datetime.now(UTC).hour - 6
    return f"Etc/GMT{hours:+d}" if hours <= 12 else f"Etc/GMT{hours - 24:+d}"


def read(view: Mapping[str, Any]) -> str:
    return shown([block for block in view["blocks"] if block["type"] != "divider"])


def home_opened(team: Team, id: str) -> dict[str, Any]:
    """What Slack tells when ana opens the App Home."""
    event = {
        "type": "app_home_opened",
        "user": team.ana.id,
        "channel": "D1",
        "tab": "home",
        "event_ts": "1.0",
    }
    bot = {"team_id": team.slack.id, "user_id": team.slack.bot.id, "is_bot": True}
    whole = {"type": "event_callback", "team_id": team.slack.id, "event_id": id, "event_time": 1}
    return whole | {"event": event, "authorizations": [bot]}


async def open_daily(town: Town, team: Team, language: Language = "en") -> Any:
    """The boss sets a daily, and its hour has come; its post."""
    plan = f"schedule set 23:00 {zone_where_the_day_is_young()} {WITH_BUTTONS} 2 language:{language}"
    assert "23:00" in await team.says(team.boss, plan)
    town.bot.sql("UPDATE schedule SET at = '00:00'")
    town.bot.hasten("open-daily")
    return await team.post(say(language, "daily-title", topic="\0").partition("\0")[0])


async def test_two_workspaces_install_the_app_and_play_apart(town: Town) -> None:
    await town.start()
    acme, other = town.build("acme"), town.build("other")
    assert say("en", "page-installed", workspace="acme") in await town.install(acme)
    assert say("en", "page-installed", workspace="other") in await town.install(other)

    for team in (acme, other):
        assert "round starts" in await team.says(team.ana, f"play {WITH_BUTTONS} 1")
        question = await team.post("Question 1")
        for player in (team.ana, team.boss):
            assert "Recorded" in await team.click(player, question, "A")
        await town.sim.click(team.ana, question, "Next")
        await team.post("Final standings")
    for team in (acme, other):
        board = await team.says(team.ana, "leaderboard all community")
        assert board.count("ana") == 1
        assert len(team.posts()) == 2


async def test_the_token_is_nowhere_in_the_database_as_it_is(town: Town, acme: Team) -> None:
    ((sealed,),) = town.bot.sql("SELECT token FROM slack_installation")
    assert sealed
    files = [file for file in town.bot.folder.iterdir() if file.name.startswith("quiz.db")]
    assert files
    assert all(acme.slack.token.encode() not in file.read_bytes() for file in files)
    assert acme.slack.token not in town.bot.log()


async def test_who_installs_is_welcomed_once_counts_as_a_moderator_and_brings_their_zone(town: Town) -> None:
    await town.start()
    team = town.build("acme", "es")
    await town.install(team)
    told = await town.sim.wait_for(lambda: team.direct(team.boss))
    assert told == [f"{say('es', 'help-title')}\n{say('es', 'welcome-slack')}"]
    assert town.bot.sql("SELECT zone, moderators FROM community") == [
        ("America/Mexico_City", f'["{team.boss.id}"]')
    ]

    await town.install(team)
    await team.says(team.ana, "help")
    assert len(team.direct(team.boss)) == 1
    assert team.direct(team.ana) == []
    assert team.posts() == []


async def test_every_forged_request_is_refused_and_a_good_one_taken(town: Town, acme: Team) -> None:
    event = home_opened(acme, "Ev1")
    probes = {kind: await town.sim.http_probe(kind, event) for kind in FORGED}
    assert probes == dict.fromkeys(FORGED, 401)
    assert acme.ana.home is None
    assert await town.sim.http_probe("good", event) == 200
    await acme.home(acme.ana, say("en", "help-intro"))
    assert await town.sim.http_probe("replay", event) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=1"},
        {"X-Slack-Request-Timestamp": "١٢", "X-Slack-Signature": "v0=ñ"},
        {"Content-Type": "text/plain; charset=nonsense"},
    ],
)
async def test_nonsense_is_refused_without_a_word(town: Town, headers: dict[str, str]) -> None:
    await town.start()
    for body in (b"\xff\xfe", b"[]", b"payload=1", b"{", b""):
        async with town.browser.post(town.sim.http_url, data=body, headers=headers) as answer:
            assert answer.status == 401
    for path in ("/", "/slack/events", "/slack/oauth_redirect?state=%FF", "/slack/install?team=%00"):
        async with town.browser.get(f"{town.address}{path}", allow_redirects=False) as answer:
            assert answer.status in {302, 400, 404, 405}


UNREADABLE = [
    ("application/json", "["),
    ("application/json", "[]"),
    ("application/json", "[" * 100_000),
    ("application/json; charset=nonsense", "{}"),
    ("application/json", '{"type": "event_callback", "event": 1}'),
    ("application/json", '{"type": "event_callback", "authorizations": [1]}'),
    ("application/x-www-form-urlencoded", "payload="),
    ("application/x-www-form-urlencoded", "payload=1"),
    ("application/x-www-form-urlencoded", "payload=%7B%22type%22%3A%22block_actions%22%7D"),
    ("application/x-www-form-urlencoded", "command=%2Fquiz"),
]


async def test_what_slack_signs_but_nobody_can_read_is_refused_in_a_line(town: Town) -> None:
    await town.start()
    for content_type, body in UNREADABLE:
        headers = town.sim.sign(body.encode()) | {"Content-Type": content_type}
        async with town.browser.post(town.sim.http_url, data=body.encode(), headers=headers) as answer:
            assert answer.status == 400
    assert town.bot.log().count("Slack delivered what cannot be read") == len(UNREADABLE)


async def test_slack_may_check_the_address(town: Town) -> None:
    await town.start()
    body, content_type = town.sim.encode_http("events_api", {"type": "url_verification", "challenge": "abc"})
    headers = town.sim.sign(body) | {"Content-Type": content_type}
    async with town.browser.post(town.sim.http_url, data=body, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (200, {"challenge": "abc"})


async def test_a_state_is_good_for_one_browser_and_once(town: Town) -> None:
    await town.start()
    team = town.build("acme")
    code = f"code-{team.slack.id}"
    state, cookie = await town.begin()
    expired = say("en", "page-expired")
    assert expired in (await town.end("slack-app-oauth-state=another", code=code, state=state))[1]
    assert expired in (await town.end(cookie, code=code, state="another"))[1]
    assert town.installations() == []
    status, page = await town.end(cookie, code=code, state=state)
    assert (status, "acme" in page) == (200, True)
    status, page = await town.end(cookie, code=code, state=state)
    assert (status, expired in page) == (401, True)


async def test_a_state_does_not_last(town: Town) -> None:
    await town.start()
    team = town.build("acme")
    state, cookie = await town.begin()
    town.bot.sql("UPDATE slack_state SET expires_at = '2000-01-01 00:00:00.000000'")
    status, page = await town.end(cookie, code=f"code-{team.slack.id}", state=state)
    assert (status, say("en", "page-expired") in page) == (401, True)


async def test_an_installation_that_comes_to_nothing_says_why_in_the_browsers_language(town: Town) -> None:
    await town.start()
    state, cookie = await town.begin()
    status, page = await town.end(cookie, "es", error="access_denied", state=state)
    assert (status, say("es", "page-denied") in page) == (200, True)
    status, page = await town.end(cookie, "es", code="code-nowhere", state=state)
    assert (status, say("es", "page-failed") in page) == (401, True)
    assert town.installations() == []
    town.sim.violations.clear()  # the code that nobody gave


async def test_a_slack_that_is_down_fails_an_installation_with_a_page(town: Town) -> None:
    await town.start()
    team = town.build("acme")
    town.sim.fault("reset", "oauth.v2.access")
    state, cookie = await town.begin()
    status, page = await town.end(cookie, code=f"code-{team.slack.id}", state=state)
    assert (status, say("en", "page-failed") in page) == (503, True)
    await town.install(team)


async def test_an_installation_survives_a_kill(town: Town, acme: Team) -> None:
    question = await played(acme)
    await town.restart()
    assert "Recorded" in await acme.click(acme.ana, question, "A")


async def played(team: Team) -> Any:
    assert "round starts" in await team.says(team.ana, f"play {WITH_BUTTONS} questions:1 seconds:120")
    return await team.post("Question 1")


async def test_any_process_takes_what_another_has_begun(
    new_town: Callable[..., Town], postgres_url: str
) -> None:
    one, other = (new_town(DATABASE_URL=postgres_url) for _ in range(2))
    for town in (one, other):
        await town.start("run", "slack", "--http")
    one.is_called()
    team = one.build("acme")
    await one.install(team)
    question = await played(team)
    other.is_called()
    assert say("en", "recorded-title") in await team.click(team.boss, question, "A")
    assert say("en", "already-answered-title") in await team.click(team.boss, question, "B")
    await one.bot.stop(signal.SIGKILL)
    assert say("en", "recorded-title") in await team.click(team.ana, question, "A")
    await team.sim.click(team.ana, question, "Next")
    await team.post("Final standings")


async def test_a_click_is_acknowledged_at_once(town: Town, acme: Team) -> None:
    question = await played(acme)
    done = await town.sim.click(acme.ana, question, "A")
    await done.wait_ack()
    assert done.ack_ms < 1000
    assert done.failed is None


async def test_a_click_that_is_delivered_twice_is_one_answer_and_twice_recorded(
    town: Town, acme: Team
) -> None:
    question = await played(acme)
    town.sim.duplicate_next = 1
    await town.sim.click(acme.boss, question, "A")
    told = await town.sim.wait_for(
        lambda: len(acme.private(acme.boss, acme.general)) == 2 and acme.private(acme.boss, acme.general)
    )
    assert all(say("en", "recorded-title") in shown(message.blocks) for message in told)
    assert town.bot.sql("SELECT count(*) FROM answer") == [(1,)]


async def test_an_event_that_slack_sends_again_is_taken_and_does_nothing_twice(
    town: Town, acme: Team
) -> None:
    body, content_type = town.sim.encode_http("events_api", home_opened(acme, "Ev1"))
    for retry in range(3):
        headers = town.sim.sign(body) | {"Content-Type": content_type}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        async with town.browser.post(town.sim.http_url, data=body, headers=headers) as answer:
            assert answer.status == 200
    await acme.home(acme.ana, say("en", "help-intro"))
    await acme.says(acme.ana, "help")
    assert town.sim.request_counts["views.publish"] == 1


async def test_a_workspace_that_removes_the_app_pauses_and_the_other_notices_nothing(town: Town) -> None:
    await town.start()
    acme, other = town.build("acme"), town.build("other")
    for team in (acme, other):
        await town.install(team)
        assert "09:00" in await team.says(team.boss, "schedule set 09:00 UTC")
    question = await played(acme)

    await town.sim.uninstall(acme.slack, wait=True)
    paused = "SELECT paused_for FROM schedule WHERE community = ? AND paused_at IS NOT NULL"
    assert town.bot.sql(paused, f"slack:{acme.slack.id}") == [("paused-when-removed",)]
    assert town.bot.sql(paused, f"slack:{other.slack.id}") == []
    assert town.bot.sql("SELECT community FROM due WHERE kind = 'open-daily'") == [
        (f"slack:{other.slack.id}",)
    ]
    tokens = dict(town.bot.sql("SELECT team, token = '' FROM slack_installation"))
    assert tokens == {acme.slack.id: 1, other.slack.id: 0}

    # What was still to be posted there is given up; nobody else waits for it.
    town.bot.hasten("close-turn")
    await played(other)
    await until(lambda: town.bot.sql("SELECT count(*) FROM due WHERE kind = 'reveal-turn'") == [(0,)])
    assert titled(question).startswith("Question 1 of 1")

    both = "\n".join((say("en", "not-installed"), say("es", "not-installed")))
    before = len(acme.sim.visible_messages(acme.general, acme.ana))
    await town.sim.click(acme.ana, question, "A")
    told = await town.sim.wait_for(lambda: acme.sim.visible_messages(acme.general, acme.ana)[before:])
    assert told[0].text == both

    await town.install(acme)
    assert "Recorded" not in await acme.click(acme.ana, question, "A")
    assert "round starts" in await acme.says(acme.ana, "play 1")


async def test_a_revoked_users_token_is_no_removal(town: Town, acme: Team) -> None:
    await town.sim.event(
        acme.slack, {"type": "tokens_revoked", "tokens": {"oauth": [acme.boss.id], "bot": []}}, wait=True
    )
    assert town.installations() == [(acme.slack.id, 1)]


async def test_the_app_home_offers_the_days_quiz_and_plays_it_in_a_modal(town: Town, acme: Team) -> None:
    home = await acme.open_home(acme.ana, say("en", "home-no-daily"))
    assert say("en", "stats-none") in read(home)
    assert say("en", "leaderboard-empty") in read(home)
    assert "/quiz play" in read(home)
    assert labels(home["blocks"]) == []

    # The daily is of a day that has begun where the community is.
    town.bot.sql("UPDATE community SET zone = ?", zone_where_the_day_is_young())
    daily = await open_daily(town, acme, "es")
    home = await acme.open_home(acme.ana, say("en", "daily-invitation", count=2))
    assert labels(home["blocks"]) == ["Start"]
    await town.sim.click_view(acme.ana, home, "Start")
    mine = await acme.modal(acme.ana, "Question 1 of 2")
    await town.sim.click_view(acme.ana, mine, "A")
    mine = await acme.modal(acme.ana, "Question 2 of 2")
    await town.sim.click_view(acme.ana, mine, "B")
    await acme.modal(acme.ana, say("en", "daily-done-title"))
    home = await acme.open_home(acme.ana, say("en", "daily-done-title"))
    assert labels(home["blocks"]) == []

    town.bot.hasten("close-daily")
    await town.sim.wait_for(lambda: "ana" in shown(daily.blocks))
    home = await acme.open_home(acme.ana, say("en", "home-no-daily"))
    assert "1. ana" in read(home).replace("\u2068", "")
    assert "of 2 right" in read(home)
    (label,) = labels(home["blocks"])
    await town.sim.click_view(acme.ana, home, label)
    await acme.modal(acme.ana, say("en", "picture-sent"))


async def test_a_start_in_an_old_app_home_says_that_it_is_over(town: Town, acme: Team) -> None:
    await open_daily(town, acme)
    home = await acme.open_home(acme.ana, say("en", "daily-invitation", count=2))
    town.bot.hasten("close-daily")
    await until(lambda: town.bot.sql("SELECT count(*) FROM quiz WHERE closed_at IS NOT NULL") == [(1,)])
    await town.sim.click_view(acme.ana, home, "Start")
    await acme.modal(acme.ana, say("en", "quiz-closed"))


async def test_the_messages_tab_of_the_app_is_no_home(town: Town, acme: Team) -> None:
    event = {"type": "app_home_opened", "user": acme.ana.id, "channel": "D1", "tab": "messages"}
    await town.sim.event(acme.slack, event, wait=True)
    await acme.says(acme.ana, "help")
    assert acme.ana.home is None


async def test_a_direct_message_with_the_app_says_where_the_quiz_is_played(town: Town, acme: Team) -> None:
    direct = town.sim.im(acme.ana)
    assert say("en", "not-in-a-room") in await acme.says(acme.ana, "play", direct)


async def test_posts_come_one_a_second_and_channel(town: Town, acme: Team) -> None:
    await acme.says(acme.boss, "schedule set 09:00 UTC")
    for _ in range(2):
        await acme.says(acme.ana, f"play {WITH_BUTTONS} 1")
        question = await acme.post("Question 1")
        await acme.click(acme.ana, question, "A")
        await town.sim.click(acme.ana, question, "Next")
        await acme.post("Final standings")
    times = sorted(message.t_created for message in acme.posts())
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.9
    assert town.sim.limiter.hits == []


async def test_another_key_ends_the_process_with_a_sentence_and_both_keys_mend_it(
    town: Town, acme: Team
) -> None:
    new = new_key()
    settings = dict(town.bot.environment)
    await town.bot.stop()
    town.bot.environment = settings | {"CIVIQUIZ_SECRET_KEY": new}
    await town.bot.start()
    assert await town.bot.ended() == 1
    assert "CIVIQUIZ_SECRET_KEY does not open" in town.bot.log().splitlines()[-1]

    town.bot.environment = settings | {"CIVIQUIZ_SECRET_KEY": f"{new},{town.key}"}
    await town.start()
    await played(acme)
    await town.bot.stop()
    # It has sealed the tokens anew: the old key is no longer needed.
    town.bot.environment = settings | {"CIVIQUIZ_SECRET_KEY": new}
    await town.start()
    assert "round starts" in await acme.says(acme.ana, "play 1") or len(acme.posts()) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"CIVIQUIZ_SECRET_KEY": "secret"}, "civiquiz new-key"),
        ({"CIVIQUIZ_SECRET_KEY": ""}, "needs CIVIQUIZ_SECRET_KEY too"),
        ({"SLACK_CLIENT_ID": "", "SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET too"),
        ({"SLACK_LISTEN": "3000"}, "0.0.0.0:3000"),
        ({"SLACK_LISTEN": "192.0.2.1:3000"}, "Nothing can listen on 192.0.2.1:3000"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, "Both ways to Slack are set"),
    ],
    ids=["no key", "key missing", "client missing", "address unreadable", "address not ours", "both ways"],
)
async def test_what_keeps_the_bot_from_serving_ends_it_with_a_sentence(
    town: Town, wrong: dict[str, str], sentence: str
) -> None:
    town.bot.environment = dict(town.bot.environment) | wrong
    await town.bot.start()
    assert await town.bot.ended() == 1
    assert sentence in town.bot.log().splitlines()[-1]
