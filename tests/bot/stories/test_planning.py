"""What moderators plan: several dailies a room, days of the week, pauses, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import plans
from bot.cards import Card
from bot.planning import MOST_SCHEDULES
from bot.ports import TryLater, Unreachable
from bot.store import communities
from bot.store.tables import due, quiz, schedule
from bot.words import say
from tests.bot.fakes import House, Person, is_refused, pressable, read, read_line
from tests.factories import COMMUNITY

MEXICO = ZoneInfo("America/Mexico_City")
SET = "schedule set 09:00 America/Mexico_City history 2"
EVENING = "schedule set 18:00 America/Mexico_City law 1"
GONE = Unreachable("10003 Unknown Channel")


def nine(day: int, month: int = 3) -> datetime:
    """Nine in the morning in Mexico City; March 2, 2026, is a Monday."""
    return datetime(2026, month, day, 9, tzinfo=MEXICO).astimezone(UTC)


async def days(house: House) -> list[date]:
    return list(
        await house.shell.store.read(lambda c: c.scalars(select(quiz.c.day).order_by(quiz.c.day)).all())
    )


def lines(card: Card) -> list[str]:
    return [read_line(line) for line in card.lines]


async def zone(house: House) -> str | None:
    return (await house.shell.store.read(lambda c: communities.settings_of(c, COMMUNITY))).zone


# --- setting ------------------------------------------------------------


@pytest.mark.parametrize("typed", ["mon-fri", "weekdays", "lun a vie", "weekdays:mon,tue,wed,thu,fri"])
async def test_a_daily_comes_on_its_days_of_the_week_alone(house: House, mod: Person, typed: str) -> None:
    told = read(await mod.types(f"schedule set 09:00 America/Mexico_City {typed} history 1"))
    assert "Monday to Friday at 09:00 (America/Mexico_City): History, one question." in told
    await house.pass_until(nine(10) - timedelta(hours=1))
    assert [day.day for day in await days(house)] == [2, 3, 4, 5, 6, 9]


async def test_the_quiz_of_a_friday_stays_open_until_monday_and_that_of_a_weekly_one_three_days(
    house: House, mod: Person
) -> None:
    await mod.types("schedule set 09:00 America/Mexico_City mon-fri history 1")
    await mod.types("schedule set 10:00 America/Mexico_City fri law 1")
    await house.pass_until(nine(6) + timedelta(hours=1))
    friday, weekly = house.stage.dailies[-2:]
    assert nine(9).isoformat() in read(friday.card)
    assert (nine(9) + timedelta(hours=1)).isoformat() in read(weekly.card)


async def test_days_are_told_in_the_readers_language(house: House, mod: Person) -> None:
    ruth = house.person("ruth", language="es", moderator=True)
    told = read(await ruth.types("schedule set 09:00 America/Mexico_City lu,mi,vi history 2 en"))
    assert "Cada lunes, miércoles y viernes a las 09:00 (America/Mexico_City): History (es)" in told
    announced = read(house.stage.last.card)
    assert "Every Monday, Wednesday, and Friday at 09:00 (America/Mexico_City): History," in announced


async def test_the_zone_may_be_left_out_once_the_community_has_one(house: House, mod: Person) -> None:
    assert is_refused(await mod.types("schedule set 09:00"), "zone-needed")
    assert await house.count(schedule) == 0
    await mod.types(SET)
    assert await zone(house) == "America/Mexico_City"
    told = read(await mod.types("schedule set 18:00 law"))
    assert "Every day at 18:00 (America/Mexico_City): Law" in told
    # The first zone is that of the community; a schedule may have its own.
    await mod.types("schedule set 20:00 Europe/Madrid")
    assert await zone(house) == "America/Mexico_City"


async def test_a_community_has_no_more_dailies_than_a_list_shows(house: House, mod: Person) -> None:
    for number in range(MOST_SCHEDULES):
        assert not is_refused(await mod.types(f"schedule set {number // 2:02}:{number % 2 * 30:02} UTC"), "")
    refused = await mod.types("schedule set 23:00 UTC")
    assert is_refused(refused, "too-many-schedules", most=MOST_SCHEDULES)
    assert await house.count(schedule) == MOST_SCHEDULES
    # One that is there may still be changed, and another community has its own.
    assert "Law" in read(await mod.types("schedule set 00:00 UTC law"))
    elsewhere = house.person("eve", community="discord:666", moderator=True)
    assert "Every day at 23:00" in read(await elsewhere.types("schedule set 23:00 UTC"))
    assert say("en", "schedule-removed") in read(await mod.types("schedule remove 00:30"))
    assert "Every day at 23:00" in read(await mod.types("schedule set 23:00 UTC"))


async def test_a_redelivered_setting_tells_the_room_once_also_after_a_restart(
    house: House, mod: Person
) -> None:
    first = await mod.types(SET, cause="the command")
    await house.restart()
    assert await mod.types(SET, cause="the command") == first
    await house.pass_time(60)
    assert len(house.stage.messages) == 1


async def test_a_redelivered_setting_does_not_undo_what_was_set_after_it(house: House, mod: Person) -> None:
    await mod.types(SET, cause="the command")
    changed = await mod.types("schedule set 09:00 America/Mexico_City law 1")
    assert await mod.types(SET, cause="the command") == changed
    await house.pass_until(nine(2))
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · Law"]


async def test_two_processes_that_get_one_setting_tell_the_room_once(twins: tuple[House, House]) -> None:
    for house in twins:
        await house.person("mod", moderator=True).types(SET, cause="the command")
        await house.run_due()
    assert len(twins[0].stage.messages) == 1
    assert await twins[0].count(schedule) == 1


async def test_a_room_that_could_not_be_told_at_once_is_told_later(house: House, mod: Person) -> None:
    house.stage.faults.append(TryLater("rate limited", after=30))
    assert "Every day at 09:00" in read(await mod.types(SET))
    assert house.stage.messages == []
    await house.pass_time(31)
    assert [message.card.title for message in house.stage.messages] == [say("en", "schedule-title")]


async def test_a_change_that_could_not_be_told_leaves_the_schedule_as_it_was(
    house: House, mod: Person
) -> None:
    await mod.types(SET)
    house.stage.faults.append(GONE)
    assert is_refused(await mod.types("schedule set 09:00 America/Mexico_City law 1"), "cannot-post-discord")
    await house.pass_until(nine(2))
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · History"]


async def test_where_nothing_could_be_set_the_community_gets_no_zone(house: House, mod: Person) -> None:
    house.stage.faults.append(GONE)
    assert is_refused(await mod.types(SET), "cannot-post-discord")
    assert await zone(house) is None
    assert await house.count(due) == 0
    assert "Every day at 09:00" in read(await mod.types(SET))
    assert await zone(house) == "America/Mexico_City"


# --- pausing, resuming, removing ------------------------------------------------------------


async def test_a_paused_daily_opens_nothing_until_it_is_resumed(house: House, mod: Person) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    paused = await mod.types("schedule pause")
    assert "Paused: History, every day at 09:00 (America/Mexico_City)." in read(paused)
    assert "/quiz schedule resume 09:00" in read(paused)
    await house.pass_until(nine(5))
    assert len(house.stage.dailies) == 1
    # What was open closed at its time all the same, and nothing is planned.
    assert await house.count(due) == 0
    assert not [b for b in house.stage.dailies[0].card.buttons if b.action.startswith("start:")]
    resumed = await mod.types("schedule resume")
    assert "It goes on: History, every day at 09:00 (America/Mexico_City)." in read(resumed)
    assert nine(6).isoformat() in read(resumed)
    await house.pass_until(nine(6))
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 6)]


async def test_pausing_and_resuming_never_gives_two_quizzes_on_one_date(house: House, mod: Person) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    for _ in range(3):
        await mod.types("schedule pause")
        await mod.types("schedule resume")
        await house.pass_time(3600)
    assert await days(house) == [date(2026, 3, 2)]
    assert len(house.stage.dailies) == 1
    await house.pass_until(nine(3))
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 3)]


async def test_a_daily_resumed_before_its_time_comes_the_same_day(house: House, mod: Person) -> None:
    await mod.types(SET)
    await mod.types("schedule pause")
    await house.pass_until(nine(2) - timedelta(minutes=1))
    assert nine(2).isoformat() in read(await mod.types("schedule resume"))
    await house.pass_until(nine(2))
    assert await days(house) == [date(2026, 3, 2)]


async def test_pausing_twice_and_resuming_twice_change_nothing_more(house: House, mod: Person) -> None:
    await mod.types(SET)
    assert await mod.types("schedule pause") == await mod.types("schedule pause")
    first = await mod.types("schedule resume")
    work = await house.count(due)
    assert await mod.types("schedule resume") == first
    assert await house.count(due) == work
    await house.pass_until(nine(3))
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 3)]


async def test_a_redelivered_pause_does_not_pause_what_was_resumed_after_it(
    house: House, mod: Person
) -> None:
    await mod.types(SET)
    await mod.types("schedule pause", cause="the pause")
    await mod.types("schedule resume")
    await mod.types("schedule pause", cause="the pause")
    await house.pass_until(nine(2))
    assert len(house.stage.dailies) == 1


async def test_a_redelivered_removal_does_not_remove_what_was_set_after_it(house: House, mod: Person) -> None:
    await mod.types(SET)
    first = await mod.types("schedule remove", cause="the removal")
    await mod.types(SET)
    assert await mod.types("schedule remove", cause="the removal") == first
    await house.pass_until(nine(2))
    assert len(house.stage.dailies) == 1


async def test_setting_a_paused_daily_again_lets_it_run(house: House, mod: Person) -> None:
    await mod.types(SET)
    await mod.types("schedule pause")
    await mod.types(SET)
    await house.pass_until(nine(2))
    assert len(house.stage.dailies) == 1


async def test_where_a_room_has_several_dailies_a_command_asks_which(house: House, mod: Person) -> None:
    await mod.types(SET)
    await mod.types(EVENING)
    for what in ("pause", "resume", "remove", "preview"):
        assert is_refused(await mod.types(f"schedule {what}"), "schedule-which", times="09:00, 18:00")
        told = await mod.types(f"schedule {what} 12:00")
        if what != "preview":
            assert is_refused(told, "schedule-not-at", given="12:00", times="09:00, 18:00")
    await mod.types("schedule pause 6pm")
    await house.pass_until(nine(2) + timedelta(hours=12))
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · History"]
    # Only one is paused, so it is clear which is to be resumed, and which to be paused.
    assert "Law" in read(await mod.types("schedule resume"))
    await mod.types("schedule pause 09:00")
    assert "Law" in read(await mod.types("schedule pause"))
    assert say("en", "schedule-removed") in read(await mod.types("schedule remove 18:00"))
    assert "History" in read(await mod.types("schedule resume"))


async def test_where_nothing_is_set_there_is_nothing_to_change(house: House, mod: Person) -> None:
    await mod.in_room("late").types(SET)
    for what in ("pause", "resume", "remove", "preview"):
        assert is_refused(await mod.types(f"schedule {what}"), "schedule-none")
        assert is_refused(await mod.types(f"schedule {what} 09:00"), "schedule-none") == (what != "preview")


@pytest.mark.parametrize("community", ["discord:42", "slack:T1"])
async def test_only_moderators_plan_but_everyone_may_look(house: House, community: str) -> None:
    mod = house.person("mod", community=community, moderator=True)
    ana = house.person("ana", community=community)
    await mod.types(SET)
    word = f"only-moderator-{community.partition(':')[0]}"
    for command in (SET, "schedule pause", "schedule resume", "schedule remove"):
        assert is_refused(await ana.types(command), word)
    for command in ("schedule list", "schedule preview"):
        assert "09:00" in read(await ana.types(command))
    await mod.types("schedule pause")
    listed = await mod.types("schedule list")
    for verb in ("resume", "remove"):
        assert is_refused(await ana.presses(pressable(listed, verb)), word)


async def test_a_moderator_of_another_community_changes_nothing(house: House, mod: Person) -> None:
    await mod.types(SET)
    await mod.types(EVENING)
    await mod.types("schedule pause 18:00")
    listed = await mod.types("schedule list")
    stranger = house.person("eve", community="discord:666", moderator=True)
    for what in ("pause", "resume", "remove"):
        assert is_refused(await stranger.types(f"schedule {what} 09:00"), "schedule-none")
    for verb in ("resume", "remove"):
        assert is_refused(await stranger.presses(pressable(listed, verb)), "gone")
    assert say("en", "schedule-none") in read(await stranger.types("schedule list"))
    assert await mod.types("schedule list") == listed
    await house.pass_until(nine(2) + timedelta(hours=9))
    assert len(house.stage.dailies) == 1


# --- rooms that are gone ------------------------------------------------------------


@pytest.mark.parametrize("community", ["discord:42", "slack:T1"])
async def test_the_dailies_of_a_room_that_is_gone_are_paused_and_moderators_read_why(
    house: House, community: str
) -> None:
    mod = house.person("mod", community=community, moderator=True)
    ana = house.person("ana", community=community)
    await mod.types(SET)
    await mod.types(EVENING)
    other = mod.in_room("late")
    await other.types(SET)
    house.stage.gone.add("general")
    await house.pass_until(nine(2) + timedelta(hours=10))
    # The other room has had its quiz; of this one nothing is tried again, whatever was set for it.
    assert [message.room for message in house.stage.dailies] == ["late"]
    calls = house.stage.calls
    await house.pass_until(nine(3) - timedelta(minutes=1))
    assert house.stage.calls == calls

    listed = await other.types("schedule list")
    reason = say("en", f"paused-room-{community.partition(':')[0]}")
    assert lines(listed) == [
        "1. #general: every day at 09:00 (America/Mexico_City), History. Paused.",
        f"Paused since {nine(2).isoformat()}. {reason}",
        "2. #general: every day at 18:00 (America/Mexico_City), Law. Paused.",
        f"Paused since {nine(2).isoformat()}. {reason}",
        f"3. This channel: every day at 09:00 (America/Mexico_City), History. Next: {nine(3).isoformat()}",
    ]
    assert [button.label for button in listed.buttons] == ["Resume 1", "Remove 1", "Resume 2", "Remove 2"]
    seen = await ana.types("schedule list")
    assert lines(seen)[:1] == ["This channel: every day at 09:00 (America/Mexico_City), History. Paused."]
    assert reason not in read(seen)
    assert seen.buttons == ()


async def test_other_communities_notice_nothing_of_a_room_that_is_gone(house: House, mod: Person) -> None:
    await mod.types(SET)
    other = house.person("eve", community="discord:666", moderator=True)
    # The ids of rooms may be the same on two platforms.
    await other.types(SET)
    house.stage.faults.append(GONE)
    await house.pass_until(nine(2) + timedelta(minutes=1))
    assert len(house.stage.dailies) == 1
    listed = [read(await person.types("schedule list")) for person in (mod, other)]
    assert sorted("Paused" in text for text in listed) == [False, True]


async def test_a_resumed_daily_posts_the_quiz_that_could_not_be_posted(house: House, mod: Person) -> None:
    await mod.types(SET)
    house.stage.faults.append(GONE)
    await house.pass_until(nine(2) + timedelta(hours=3))
    assert house.stage.dailies == []
    listed = await mod.types("schedule list")
    after = await mod.presses(pressable(listed, "resume"))
    assert f"Next: {nine(3).isoformat()}" in read(after)
    assert after.buttons == ()
    await house.run_due()
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · History"]
    assert pressable(house.stage.last.card, "start")
    await house.pass_until(nine(3))
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 3)]
    assert len(house.stage.dailies) == 2


async def test_a_daily_of_a_room_that_is_still_gone_when_it_is_resumed_is_paused_again(
    house: House, mod: Person
) -> None:
    await mod.types(SET)
    house.stage.broken = GONE
    await house.pass_until(nine(2) + timedelta(hours=3))
    await mod.types("schedule resume")
    await house.run_due()
    assert "Paused since" in read(await mod.types("schedule list"))
    calls = house.stage.calls
    await house.pass_until(nine(9))
    assert house.stage.calls == calls


async def test_a_daily_of_a_room_that_is_gone_can_be_removed_from_another_room(
    house: House, mod: Person
) -> None:
    await mod.in_room("gone").types(SET)
    house.stage.faults.append(GONE)
    await house.pass_until(nine(2) + timedelta(hours=3))
    listed = await mod.types("schedule list")
    button = pressable(listed, "remove")
    assert say("en", "schedule-none") in read(await mod.presses(button, cause="the click"))
    assert say("en", "schedule-none") in read(await mod.presses(button, cause="the click"))
    assert is_refused(await mod.presses(button), "gone")


async def test_a_room_that_is_only_busy_keeps_its_dailies(house: House, mod: Person) -> None:
    await mod.types(SET)
    house.stage.faults += [TryLater("rate limited", after=5), RuntimeError("a bug")]
    await house.pass_until(nine(2) + timedelta(minutes=5))
    assert len(house.stage.dailies) == 1
    assert "Paused" not in read(await mod.types("schedule list"))


async def test_when_the_bot_is_removed_all_dailies_of_the_community_rest_and_of_no_other(
    house: House, mod: Person
) -> None:
    await mod.types(SET)
    await mod.in_room("late").types(EVENING)
    await mod.in_room("late").types("schedule pause")
    other = house.person("eve", community="discord:666", moderator=True)
    await other.types(SET)
    await plans.pause_community(house.shell, COMMUNITY, plans.WHEN_REMOVED)
    await house.pass_until(nine(3) - timedelta(hours=1))
    assert len(house.stage.dailies) == 1
    listed = await mod.types("schedule list")
    assert lines(listed)[1].endswith(say("en", "paused-when-removed"))
    # What a moderator had paused stays so, for that reason.
    assert lines(listed)[3].endswith(say("en", "paused-by-moderator"))
    assert "Paused" not in read(await other.types("schedule list"))
    # When it is back, it goes on where a moderator wants it.
    await mod.presses(pressable(listed, "resume"))
    await house.pass_until(nine(3))
    assert len(house.stage.dailies) == 3


async def test_buttons_are_offered_for_as_many_paused_dailies_as_fit(house: House, mod: Person) -> None:
    for hour in range(8):
        await mod.types(f"schedule set {hour:02}:00 UTC law 1")
    await plans.pause_community(house.shell, COMMUNITY, plans.WHEN_REMOVED)
    listed = await mod.types("schedule list")
    assert len(lines(listed)) == 16
    assert [button.label for button in listed.buttons][-2:] == ["Resume 5", "Remove 5"]


async def test_a_pause_that_meets_the_opening_of_a_quiz_keeps_it_from_opening(
    house: House, mod: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The schedule is read to open its quiz, then paused, then the quiz would be opened."""
    await mod.types(SET)
    house.clock.set(nine(2))
    write = house.shell.store.write
    paused = False

    async def pause_first(unit: Callable[[Any], Any]) -> Any:
        nonlocal paused
        if unit.__qualname__.startswith("open_daily.") and not paused:
            paused = True
            await mod.types("schedule pause")
        return await write(unit)

    monkeypatch.setattr(house.shell.store, "write", pause_first)
    await house.run_due()
    monkeypatch.undo()
    assert paused
    assert house.stage.dailies == []
    assert await house.count(quiz) == 0


# --- preview ------------------------------------------------------------


async def test_a_preview_names_the_next_five_local_times(house: House, ana: Person, mod: Person) -> None:
    await mod.types("schedule set 09:00 America/Mexico_City mon-fri history 2")
    await house.pass_until(nine(2))
    card = await ana.types("schedule preview")
    assert lines(card) == [
        "Monday to Friday at 09:00 (America/Mexico_City)",
        "",
        f"Tuesday, March 3, 2026, 09:00 · on your device: {nine(3).isoformat()}",
        f"Wednesday, March 4, 2026, 09:00 · on your device: {nine(4).isoformat()}",
        f"Thursday, March 5, 2026, 09:00 · on your device: {nine(5).isoformat()}",
        f"Friday, March 6, 2026, 09:00 · on your device: {nine(6).isoformat()}",
        f"Monday, March 9, 2026, 09:00 · on your device: {nine(9).isoformat()}",
    ]


async def test_a_preview_is_also_in_the_zone_that_the_player_chose(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    await ana.types("me zone:Europe/Madrid")
    first = lines(await ana.types("schedule preview"))[2]
    assert "Monday, March 2, 2026, 09:00 · Europe/Madrid: 16:00 · on your device: " in first
    await ana.types("me zone:Asia/Tokyo language:es")
    first = lines(await ana.types("schedule preview"))[2]
    assert "lunes, 2 de marzo de 2026, 09:00 · Asia/Tokyo: martes, 3 de marzo de 2026, 00:00 · " in first
    await ana.types("me zone:America/Mexico_City language:en")
    assert "Mexico_City" not in lines(await ana.types("schedule preview"))[2]


async def test_a_preview_warns_of_a_time_that_the_clocks_skip_and_of_their_change(
    house: House, mod: Person
) -> None:
    house.clock.set(datetime(2026, 3, 6, 12, tzinfo=UTC))
    await mod.types("schedule set 02:30 America/New_York history 1")
    card = lines(await mod.types("schedule preview"))
    change = "The clocks of America/New_York change here: from UTC−05:00 to UTC−04:00."
    assert card[2].startswith("Saturday, March 7, 2026, 02:30 · ")
    assert card[3] == change
    assert card[4].startswith("Sunday, March 8, 2026, 03:00 · ")
    assert card[5] == "The clocks skip 02:30 on this day. The quiz comes at 03:00."
    assert card[6].startswith("Monday, March 9, 2026, 02:30 · ")
    assert len(card) == 9
    await house.pass_until(datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert "clocks" not in read(await mod.types("schedule preview"))


async def test_a_preview_warns_of_a_time_that_comes_twice(house: House, mod: Person) -> None:
    house.clock.set(datetime(2026, 10, 31, 12, tzinfo=UTC))
    await mod.types("schedule set 01:30 America/New_York history 1")
    card = lines(await mod.types("schedule preview"))
    assert card[2].startswith("Sunday, November 1, 2026, 01:30 · ")
    assert card[3] == "The clocks show 01:30 twice on this day. The quiz comes the first time."
    assert card[4] == "The clocks of America/New_York change here: from UTC−04:00 to UTC−05:00."
    assert card[5].startswith("Monday, November 2, 2026, 01:30 · ")


async def test_what_is_not_set_can_be_tried_out_and_stays_so(house: House, ana: Person, mod: Person) -> None:
    tried = lines(await ana.types("schedule preview 18:00"))
    assert tried[:2] == ["Every day at 18:00 (UTC)", say("en", "preview-not-set")]
    await mod.types(SET)
    tried = lines(await ana.types("schedule preview 18:00 sat"))
    assert tried[:2] == ["Every Saturday at 18:00 (America/Mexico_City)", say("en", "preview-not-set")]
    assert tried[3].startswith("Saturday, March 7, 2026, 18:00")
    # What would change if the daily that is set came on other days, or by other clocks.
    tried = lines(await ana.types("schedule preview mon Europe/Madrid"))
    assert tried[:2] == ["Every Monday at 09:00 (Europe/Madrid)", say("en", "preview-not-set")]
    assert await house.count(schedule) == 1
    assert lines(await ana.types("schedule preview 09:00"))[0] == "Every day at 09:00 (America/Mexico_City)"


async def test_a_preview_of_a_paused_daily_says_that_nothing_comes(house: House, mod: Person) -> None:
    await mod.types(SET)
    await mod.types("schedule pause")
    assert lines(await mod.types("schedule preview"))[1] == say("en", "preview-paused")


async def test_a_preview_leaves_out_a_date_that_has_had_its_quiz(house: House, mod: Person) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    # Further west it is not yet nine on that date.
    await mod.types("schedule set 09:00 America/Tijuana history 2")
    assert lines(await mod.types("schedule preview"))[2].startswith("Tuesday, March 3, 2026, 09:00")
