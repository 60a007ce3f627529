"""Communities that add the bot, and remove it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select
from structlog.typing import EventDict

from bot import joining, plans
from bot.commands import name
from bot.daily import open_daily
from bot.engine.preferences import CommunitySettings
from bot.plans import OPEN_DAILY
from bot.ports import Unreachable
from bot.requests import Room
from bot.show.joining import welcome_card
from bot.store import communities
from bot.store.due import Claim
from bot.store.installations import Installation
from bot.store.tables import quiz, schedule
from questions.model import LANGUAGES, Language
from tests.bot.fakes import House, read
from tests.factories import NOON, SECOND

GUILD = Room("discord:42", "general", "es")
ACME = Installation("T1", None, "Acme", "sealed", "B1", "UBOT", "UANA", NOON)
INSTALLER = Room("slack:T1", "UANA", "es")
MEXICO = "America/Mexico_City"


async def settings(house: House, community: str = "slack:T1") -> CommunitySettings:
    return await house.shell.store.read(lambda c: communities.settings_of(c, community))


async def paused(house: House) -> Sequence[tuple[str, str | None]]:
    rows = await house.shell.store.read(
        lambda c: c.execute(select(schedule.c.community, schedule.c.paused_for)).all()
    )
    return sorted((community, reason) for community, reason in rows)


async def test_a_community_is_welcomed_once_in_the_room_and_the_language_it_names(house: House) -> None:
    for _ in range(2):
        await house.quizmaster.joined(GUILD)
        await house.run_due()
    (message,) = house.stage.messages
    assert (message.community, message.room) == ("discord:42", "general")
    assert message.card == welcome_card("discord:42", "es")


async def test_a_community_that_comes_back_is_not_welcomed_again_not_even_elsewhere(house: House) -> None:
    await house.quizmaster.joined(GUILD)
    await house.run_due()
    await house.restart()
    await house.quizmaster.joined(replace(GUILD, id="other"))
    await house.run_due()
    assert len(house.stage.messages) == 1


async def test_each_community_is_welcomed_also_where_rooms_have_the_same_id(house: House) -> None:
    for community in ("slack:T1", "slack:T2"):
        await house.quizmaster.joined(Room(community, "UANA"))
    await house.run_due()
    assert sorted(message.community for message in house.stage.messages) == ["slack:T1", "slack:T2"]


async def test_a_community_whose_language_is_not_known_is_welcomed_in_english(house: House) -> None:
    await house.quizmaster.joined(replace(GUILD, language=None))
    await house.run_due()
    assert house.stage.last.card == welcome_card("discord:42", "en")


async def test_two_processes_that_hear_of_it_welcome_once(twins: tuple[House, House]) -> None:
    await asyncio.gather(*(house.quizmaster.joined(GUILD) for house in twins))
    await asyncio.gather(*(house.run_due() for house in twins))
    assert len(twins[0].stage.messages) == 1


async def test_a_welcome_that_cannot_be_written_is_given_up(house: House, logged: list[EventDict]) -> None:
    house.stage.broken = Unreachable("messages_tab_disabled")
    await house.quizmaster.joined(GUILD)
    await house.run_due()
    assert [entry["event"] for entry in logged] == ["not delivered"]
    assert await house.next_due() is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("platform", ["discord", "slack"])
def test_a_welcome_is_short_and_says_how_to_begin(platform: str, language: Language) -> None:
    said = read(welcome_card(f"{platform}:1", language))
    assert len(said) < 400
    for path in (("play",), ("schedule", "set"), ("help",)):
        assert " ".join(("/quiz", *(name(part, language) for part in path))) in said


async def test_who_installs_moderates_and_brings_their_zone(house: House) -> None:
    await joining.installed(house.shell, ACME, INSTALLER, MEXICO)
    await house.run_due()
    assert await settings(house) == CommunitySettings(zone=MEXICO, moderators=frozenset({"UANA"}))
    (message,) = house.stage.messages
    assert (message.community, message.room) == ("slack:T1", "UANA")
    assert message.card == welcome_card("slack:T1", "es")


async def test_an_installation_changes_nothing_that_was_set_before(house: House) -> None:
    before = CommunitySettings(zone="UTC", bonus=False, moderators=frozenset({"UBOB"}))
    await house.shell.store.write(lambda c: communities.put_settings(c, "slack:T1", before))
    await joining.installed(house.shell, ACME, INSTALLER, MEXICO)
    assert await settings(house) == replace(before, moderators=frozenset({"UBOB", "UANA"}))


async def test_an_installation_without_a_known_zone_leaves_it_open(house: House) -> None:
    await joining.installed(house.shell, ACME, INSTALLER, None)
    assert (await settings(house)).zone is None


async def test_who_installs_the_app_again_over_itself_gains_no_power(house: House) -> None:
    await joining.installed(house.shell, ACME, INSTALLER, None)
    again = replace(ACME, installer="UBOB", installed_at=NOON + SECOND)
    await joining.installed(house.shell, again, replace(INSTALLER, id="UBOB"), None)
    await house.run_due()
    assert (await settings(house)).moderators == {"UANA"}
    assert len(house.stage.messages) == 1


async def test_who_installs_the_app_after_a_removal_moderates_too(house: House) -> None:
    await joining.installed(house.shell, ACME, INSTALLER, None)
    await joining.uninstalled(house.shell, "T1", "slack:T1", NOON)
    again = replace(ACME, installer="UBOB", installed_at=NOON + SECOND)
    await joining.installed(house.shell, again, replace(INSTALLER, id="UBOB"), None)
    assert (await settings(house)).moderators == {"UANA", "UBOB"}


async def test_a_workspace_that_removes_the_app_rests_and_no_other_does(house: House) -> None:
    for community, installation in (("slack:T1", ACME), ("slack:T2", replace(ACME, team="T2"))):
        await joining.installed(house.shell, installation, Room(community, "UANA"), None)
        await house.person("mod", community=community, moderator=True).types("schedule set 13:00 UTC")
    assert await joining.uninstalled(house.shell, "T1", "slack:T1", NOON)
    assert await paused(house) == [("slack:T1", plans.WHEN_REMOVED), ("slack:T2", None)]
    await house.pass_time(3601)
    dailies = [m.community for m in house.stage.messages if m.card.title.startswith("Daily quiz ·")]
    assert dailies == ["slack:T2"]


async def test_a_daily_about_to_open_when_the_app_is_removed_does_not_open(house: House) -> None:
    await joining.installed(house.shell, ACME, INSTALLER, None)
    await house.person("mod", community="slack:T1", moderator=True).types("schedule set 13:00 UTC")
    id = await house.shell.store.read(lambda c: c.scalar(select(schedule.c.id)))
    await house.pass_time(3599)
    claim = Claim(0, OPEN_DAILY, f"{id}/2026-03-02", "slack:T1", 1, "lease")
    await joining.uninstalled(house.shell, "T1", "slack:T1", NOON)
    house.clock.advance(2)
    await open_daily(house.shell, claim)
    assert await house.count(quiz) == 0
    assert await house.next_due() is None


async def test_a_paused_daily_that_is_set_again_runs_again(house: House) -> None:
    mod = house.person("mod", community="slack:T1", moderator=True)
    await joining.installed(house.shell, ACME, INSTALLER, None)
    await mod.types("schedule set 13:00 UTC")
    await joining.uninstalled(house.shell, "T1", "slack:T1", NOON)
    await joining.installed(house.shell, replace(ACME, installed_at=NOON + SECOND), INSTALLER, None)
    await mod.types("schedule set 13:00 UTC")
    assert await paused(house) == [("slack:T1", None)]
    await house.pass_time(3601)
    assert house.stage.last.card.title.startswith("Daily quiz")


async def test_a_late_word_of_a_removal_pauses_nothing(house: House) -> None:
    await joining.installed(house.shell, replace(ACME, installed_at=NOON + SECOND), INSTALLER, None)
    await house.person("mod", community="slack:T1", moderator=True).types("schedule set 13:00 UTC")
    assert not await joining.uninstalled(house.shell, "T1", "slack:T1", NOON)
    assert await paused(house) == [("slack:T1", None)]
