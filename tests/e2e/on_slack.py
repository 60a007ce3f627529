"""A workspace on Slack, and how people use the bot there: one slash command, private messages, modals."""

from __future__ import annotations

import signal
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.stage import SlackStage
from bot.cards import Card
from bot.clock import AnchoredClock
from bot.words import say
from questions.model import LANGUAGES
from tests.adapters.slack.conftest import shown
from tests.e2e.chats import Chat, Fields, Person, Seen, as_read
from tests.e2e.process import Bot, until

SOCKETS: Final = 2
SCOPES: Final = {"commands", "chat:write", "chat:write.public", "im:write", "users:read", "files:write"}
_LOADING: Final = tuple(say(language, "slack-loading") for language in LANGUAGES)


class _Drawn(ABC):
    """What is drawn in blocks."""

    @property
    @abstractmethod
    def blocks(self) -> list[dict[str, Any]]: ...

    @property
    @abstractmethod
    def title(self) -> str: ...

    @property
    @abstractmethod
    def text(self) -> str: ...

    @property
    def labels(self) -> list[str]:
        rows = (block["elements"] for block in self.blocks if block["type"] == "actions")
        return [element["text"]["text"] for row in rows for element in row]

    @property
    def menus(self) -> list[str]:
        return [label for label, _ in self._menus()]

    @property
    def fields(self) -> list[str]:
        return [block["block_id"] for block in self.blocks if block["type"] == "input"]

    def menu(self, label: str) -> dict[str, Any]:
        """The block of a menu."""
        (found,) = (block for known, block in self._menus() if known == label)
        return found

    def _menus(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((block["text"]["text"], block) for block in self.blocks if "accessory" in block)


@dataclass(frozen=True)
class SlackMessage(_Drawn):
    message: Any

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.message.blocks)

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def text(self) -> str:
        return _read(self.blocks)


@dataclass(frozen=True)
class SlackWindow(_Drawn):
    """A modal; the bot may change what it shows. Once it is closed it reads as it did at the last."""

    sim: Any
    id: str

    @property
    def view(self) -> dict[str, Any]:
        return dict(self.sim.views[self.id])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.view["blocks"])

    @property
    def title(self) -> str:
        """The title of the window, or the whole of it where Slack cuts it."""
        cut = str(self.view["title"]["text"]).removesuffix("…")
        first = _read(self.blocks).partition("\n")[0]
        return first if first.startswith(cut) else cut

    @property
    def text(self) -> str:
        text = _read(self.blocks)
        return text if text.startswith(self.title) else f"{self.title}\n{text}"


class SlackChat(Chat):
    platform = "slack"

    def __init__(self, sim: Any, team: Any, bot: Bot) -> None:
        self.sim, self.team, self.bot = sim, team, bot
        people = [Person(name, sim.add_user(team, name)) for name in ("Mod", "Ana", "Bob", "Eva")]
        self.mod, self.ana, self.bob, self.eva = people
        self.mod.account.is_admin = True
        self.eva.account.locale = "es-LA"
        told_of_eva = self.eva.account.payload
        # A stand-in that knows no locales of its own tells what it has on the user.
        self.eva.account.payload = lambda: told_of_eva() | {"locale": self.eva.account.locale}
        members = [person.account for person in people]
        self.general, self.other = (sim.add_channel(team, name, members) for name in ("general", "other"))

    async def start(self) -> None:
        await self.bot.start()
        await self.connected()

    async def killed(self) -> None:
        await self.bot.stop(signal.SIGKILL)
        await until(lambda: not self.sim.sockets)

    async def lose_connection(self) -> None:
        cut = self.sim.sockets[0]
        await cut.ws.close()
        await until(lambda: cut not in self.sim.sockets)

    async def connected(self) -> None:
        await until(lambda: len(self.sim.sockets) == SOCKETS)

    async def opens(self, who: Person, command: str, room: Any = None) -> Seen:
        await self._turn_to_the_room(who)
        done = self.sim.slash(who.account, room or self.general, "/quiz", command)
        return await self._shown(who, done)

    async def press(self, who: Person, seen: Seen, label: str) -> Seen:
        return await self._shown(who, self._click(who, seen, label))

    async def nudge(self, who: Person, seen: Seen, label: str) -> None:
        await (await self._click(who, seen, label)).wait_ack()

    async def choose(self, who: Person, seen: Seen, menu: str, *values: str) -> Seen:
        assert isinstance(seen, _Drawn)
        block = seen.menu(menu)
        element = block["accessory"]
        message = seen.message if isinstance(seen, SlackMessage) else None
        view = seen.view if isinstance(seen, SlackWindow) else None
        options = element.get("options")
        if options is None:
            asked = await self.sim.suggest(who.account, view or message, element["action_id"], values[0])
            options = asked.ack_payload["options"]
        chosen = [o for o in options if {o["value"], o["text"]["text"]} & set(values)]
        assert len(chosen) == len(values), options
        several = element["type"] == "checkboxes"
        state = {"selected_options": chosen} if several else {"selected_option": chosen[0]}
        # Not every stand-in has a word of its own for boxes to tick, and for menus in modals.
        done = self.sim._block_action(who.account, message, view, block, element, state)
        return await self._shown(who, done)

    async def form(self, who: Person, seen: Seen) -> Seen:
        if seen.fields:
            return seen
        answer = {say(language, "button-answer") for language in LANGUAGES}
        (label,) = answer & set(seen.labels)
        return await self.press(who, seen, label)

    async def send(self, who: Person, form: Seen, fields: Fields) -> Seen:
        assert isinstance(form, SlackWindow)
        return await self._shown(who, self.sim.submit_view(who.account, form.view, dict(fields)))

    def posts(self, room: Any = None) -> list[SlackMessage]:
        seen = self.sim.visible_messages(room or self.general, self.ana.account)
        return [SlackMessage(message) for message in seen if message.visible_to is None]

    def private(self, who: Person, room: Any = None) -> list[SlackMessage]:
        seen = self.sim.visible_messages(room or self.general, who.account)
        return [SlackMessage(message) for message in seen if message.visible_to == who.account.id]

    def windows(self, who: Person) -> list[SlackWindow]:
        """The modals that a person has open, the last on top."""
        return [SlackWindow(self.sim, view["id"]) for view in who.account.views]

    def direct(self, who: Person) -> Any:
        return self.sim.im(who.account)

    def mention(self, who: Person) -> str:
        return f"<@{who.account.id}|{who.name}>"

    def pictures(self, who: Person) -> list[tuple[bytes, str]]:
        # Not every stand-in keeps the words.
        files = [file for m in self.direct(who).messages.values() for file in m.fields.get("files", ())]
        return [(self.sim.files[file["id"]]["data"], file.get("alt_txt") or "") for file in files]

    @asynccontextmanager
    async def delivered_twice(self) -> AsyncIterator[None]:
        before = set(self.sim.actions)
        self.sim.duplicate_next = 1
        yield
        (twice,) = (act for id, act in self.sim.actions.items() if id not in before and act.deliveries == 2)
        # A private reply comes for each delivery; a window opens once.
        replies = 2 if twice.response_url_uses else 0
        await until(lambda: not self.sim.pending and twice.response_url_uses == replies)

    @asynccontextmanager
    async def closed_to_the_bot(self, room: Any) -> AsyncIterator[None]:
        kind, room.kind = room.kind, "private"
        bot = room.members.pop(self.team.bot.id)
        yield
        room.kind, room.members[bot.id] = kind, bot
        assert {violation["what"] for violation in self.sim.violations} <= {"channel_not_found"}
        self.sim.violations.clear()

    def put_off_a_post(self, seconds: int) -> None:
        self.sim.fault("rate_limit", "chat.postMessage", delay=seconds)

    @asynccontextmanager
    async def undrawn(self, seen: Seen) -> AsyncIterator[None]:
        assert isinstance(seen, SlackMessage)
        old = seen.blocks
        yield
        seen.message.fields["blocks"] = old

    async def left_over(self, card: Card) -> Seen:
        async def client_of(team: str) -> AsyncWebClient:
            return AsyncWebClient(self.team.token, base_url=f"{self.sim.url}/api/")

        stage = SlackStage(client_of, AnchoredClock())
        await stage.post(f"slack:{self.team.id}", self.general.id, card, "")
        return self.posts()[-1]

    def rename(self, who: Person, name: str) -> Person:
        who.account.name = name
        return replace(who, name=name)

    async def _click(self, who: Person, seen: Seen, label: str) -> Any:
        if isinstance(seen, SlackWindow):
            return await self.sim.click_view(who.account, seen.view, label)
        assert isinstance(seen, SlackMessage)
        await self._turn_to_the_room(who)
        return await self.sim.click(who.account, seen.message, label)

    async def _shown(self, who: Person, doing: Awaitable[Any]) -> Seen:
        """What a person alone sees anew, or sees changed, once something is done."""
        before = self._own(who).keys()
        done = await doing

        def news() -> Seen | None:
            assert done.failed is None, done.failed
            new = (seen for key, seen in self._own(who).items() if key not in before)
            return next((seen for seen in new if not seen.text.endswith(_LOADING)), None)

        seen: Seen = await until(news)
        return seen

    async def _turn_to_the_room(self, who: Person) -> None:
        """Nobody reaches a message behind an open modal."""
        for window in reversed(self.windows(who)):
            await self.sim.close_view(who.account, window.view)

    def _own(self, who: Person) -> dict[tuple[str, object], _Drawn]:
        """What a person alone has in front of them, each by its id and the state that it is in."""
        private = [seen for room in self.team.channels.values() for seen in self.private(who, room)]
        own = {(seen.message.ts, len(seen.message.history)): seen for seen in private}
        return own | {(window.id, window.view["hash"]): window for window in self.windows(who)}


def _read(blocks: list[dict[str, Any]]) -> str:
    return as_read(shown([block for block in blocks if block["type"] != "actions"]))
