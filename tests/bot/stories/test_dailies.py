"""The daily: posted once a local date, played privately, revealed when the next is due."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest
from sqlalchemy import select
from structlog.typing import EventDict

from bot import plans
from bot.cards import Card
from bot.ports import TryLater, Unreachable
from bot.store.counts import What
from bot.store.tables import due as due_table
from bot.store.tables import quiz, turn
from bot.words import say
from tests.bot.fakes import House, Message, Person, bank_of, choice, is_refused, pressable, ranks, read

MEXICO = ZoneInfo("America/Mexico_City")
SET = "schedule set 09:00 America/Mexico_City history 2"


def nine(day: int, month: int = 3) -> datetime:
    """Nine in the morning in Mexico City."""
    return datetime(2026, month, day, 9, tzinfo=MEXICO).astimezone(UTC)


async def start(post: Message, player: Person) -> Card:
    return await player.presses(pressable(post.card, "start"))


async def play(post: Message, player: Person, *options: str) -> Card:
    """Start, and pick these options; the card that comes last."""
    card = await start(post, player)
    for option in options:
        card = await player.presses(choice(card, option))
    return card


async def days(house: House) -> list[date]:
    return list(
        await house.shell.store.read(lambda c: c.scalars(select(quiz.c.day).order_by(quiz.c.day)).all())
    )


async def test_a_schedule_posts_one_quiz_when_its_time_comes(house: House, mod: Person) -> None:
    told = read(await mod.types(SET))
    assert "Every day at 09:00 (America/Mexico_City): History, 2 questions." in told
    assert nine(2).isoformat() in told
    await house.pass_until(nine(2) - timedelta(microseconds=1))
    assert house.stage.dailies == []
    await house.pass_until(nine(2) + timedelta(hours=20))
    assert len(house.stage.dailies) == 1
    post = house.stage.last
    assert post.room == "general"
    assert post.card.title == "Daily quiz · History"
    assert nine(3).isoformat() in read(post.card)
    assert [button.label for button in post.card.buttons] == ["Start"]


async def test_players_go_through_a_daily_privately_and_at_their_own_pace(
    house: House, ana: Person, ben: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    post = house.stage.last

    first = await start(post, ana)
    assert first.title == "Question 1 of 2 · History"
    second = await ana.presses(choice(first, "right"))
    assert second.title == "Question 2 of 2 · History"
    assert say("en", "daily-recorded", left=1) in read(second)
    await house.pass_time(30)
    # Start resumes where she was, after a restart too.
    await house.restart()
    resumed = await start(post, ana)
    assert resumed.title == "Question 2 of 2 · History"
    assert resumed.buttons == second.buttons
    done = await ana.presses(choice(resumed, "wrong"))
    assert done.title == say("en", "daily-done-title")
    assert nine(3).isoformat() in read(done)
    assert await start(post, ana) == done

    assert (await start(post, ben)).title == "Question 1 of 2 · History"
    assert house.stage.last is post  # all of this was private
    assert len(post.cards) == 1


async def test_nothing_that_a_player_sees_tells_what_is_right_before_the_close(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    post = house.stage.last
    card = await start(post, ana)
    for option in ("right", "wrong"):
        assert "Because." not in read(card)
        card = await ana.presses(choice(card, option))
    assert "Because." not in read(card)
    assert "right" not in read(card).replace("all right", "")
    assert say("en", "leaderboard-empty") in read(await ana.types("leaderboard"))


async def test_the_close_reveals_answers_and_standings_in_the_same_post(
    house: House, ana: Person, ben: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    post = house.stage.last
    await play(post, ana, "right", "right")
    await play(post, ben, "right")
    await house.pass_until(nine(3) + timedelta(seconds=2))
    assert post.card.title == "Daily quiz of March 2, 2026 · History"
    assert [button.label for button in post.card.buttons] == ["My answers"]
    assert ranks(post.card) == ["1. Ana 20", "2. Ben 10"]
    shown = read(post.card)
    assert shown.count("Because.") == shown.count("Source: ") == 2
    assert len(post.cards) == 2
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 20", "2. Ben 10"]


async def test_the_next_days_quiz_asks_other_questions(house: House, ana: Person, mod: Person) -> None:
    await mod.types(SET)
    stems: list[str] = []
    for day in (2, 3, 4):
        await house.pass_until(nine(day))
        card = await start(house.stage.last, ana)
        while card.buttons:
            stems += [line for line in read(card).splitlines() if line.startswith("Which")]
            card = await ana.presses(choice(card, "right"))
    assert sorted(stems) == [f"Which one, history-{number}?" for number in range(1, 7)]
    assert await days(house) == [date(2026, 3, day) for day in (2, 3, 4)]


async def test_nobody_answers_in_anothers_turn(house: House, ana: Person, ben: Person, mod: Person) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    hers = await start(house.stage.last, ana)
    assert is_refused(await ben.presses(choice(hers, "right")), "not-yours")
    assert (await start(house.stage.last, ana)).title == "Question 1 of 2 · History"


async def test_a_daily_of_another_community_cannot_be_started(house: House, mod: Person) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    stranger = house.person("eve", community="discord:666")
    assert is_refused(await start(house.stage.last, stranger), "gone")
    assert await house.count(turn) == 0


async def test_a_double_click_on_start_opens_one_turn(house: House, ana: Person, mod: Person) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    one, other = await asyncio.gather(start(house.stage.last, ana), start(house.stage.last, ana))
    assert one == other
    assert await house.count(turn) == 1


async def test_a_double_click_on_an_option_answers_one_question(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    first = await start(house.stage.last, ana)
    await asyncio.gather(ana.presses(choice(first, "right")), ana.presses(choice(first, "right")))
    assert (await start(house.stage.last, ana)).title == "Question 2 of 2 · History"
    # A button of the question before does not answer this one.
    assert (await ana.presses(choice(first, "wrong"))).title == "Question 2 of 2 · History"
    await house.pass_until(nine(3) + timedelta(seconds=2))
    assert ranks(house.stage.dailies[0].card) == ["1. Ana 10"]


async def test_start_and_picks_after_the_close_are_refused(
    house: House, ana: Person, ben: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    post = house.stage.last
    begin = pressable(post.card, "start")
    await house.pass_until(nine(3) - timedelta(seconds=10))
    card = await ana.presses(begin)
    house.clock.set(nine(3) + timedelta(seconds=1))
    assert is_refused(await ana.presses(choice(card, "right")), "turn-closed")
    assert is_refused(await ben.presses(begin), "quiz-closed")
    await house.pass_time(2)
    assert is_refused(await ana.presses(choice(card, "right"), at=nine(3)), "turn-closed")
    assert is_refused(await ben.presses(begin), "quiz-closed")
    assert say("en", "daily-nobody") in read(post.card)


async def test_a_pick_made_in_time_counts_though_it_arrives_in_the_grace(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    post = house.stage.last
    await house.pass_until(nine(3) - timedelta(seconds=10))
    card = await start(post, ana)
    await house.pass_until(nine(3) + timedelta(seconds=1))
    await ana.presses(choice(card, "right"), at=nine(3))
    await house.pass_time(1)
    assert ranks(post.card) == ["1. Ana 10"]


async def test_a_room_is_told_of_its_schedule_and_who_sets_it_too(house: House, mod: Person) -> None:
    ruth = house.person("ruth", language="es", moderator=True)
    told = await ruth.types(f"{SET} en")
    assert read(told).startswith(say("es", "schedule-title"))
    [announced] = house.stage.in_room()
    assert announced.card.title == say("en", "schedule-title")
    assert "Every day at 09:00 (America/Mexico_City): History, 2 questions." in read(announced.card)
    assert nine(2).isoformat() in read(announced.card)


@pytest.mark.parametrize("community", ["discord:42", "slack:T1"])
async def test_where_the_bot_may_not_write_no_daily_is_set_and_it_says_how_to_mend_it(
    house: House, community: str
) -> None:
    mod = house.person("mod", community=community, moderator=True)
    house.stage.broken = Unreachable("not_in_channel")
    assert is_refused(await mod.types(SET), f"cannot-post-{community.partition(':')[0]}")
    house.stage.broken = None
    assert say("en", "schedule-none") in read(await mod.types("schedule list"))
    assert await house.count(due_table) == 0


async def test_a_schedule_that_a_busy_platform_cannot_announce_runs_all_the_same(
    house: House, mod: Person
) -> None:
    house.stage.faults.append(TryLater("rate limited"))
    assert "Every day at 09:00" in read(await mod.types(SET))
    await house.pass_until(nine(2))
    assert len(house.stage.dailies) == 1


async def test_a_redelivered_setting_is_told_to_the_room_once(house: House, mod: Person) -> None:
    assert await mod.types(SET, cause="the command") == await mod.types(SET, cause="the command")
    assert len(house.stage.messages) == 1


async def test_removing_and_setting_again_never_gives_two_quizzes_on_one_date(
    house: House, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2) - timedelta(hours=1))
    for zone in ("America/Mexico_City", "America/Chihuahua", "America/Tijuana"):
        assert say("en", "schedule-removed") in read(await mod.types("schedule remove"))
        told = read(await mod.types(f"schedule set 09:00 {zone} history 2"))
        first = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        await house.pass_until(first)
        assert len(house.stage.dailies) == 1
        # Later in the day it is nine somewhere to the west, but this date has had its quiz.
        assert (nine(2) if zone.endswith("Mexico_City") else first + timedelta(days=1)).isoformat() in told
    await house.pass_until(first + timedelta(hours=14, minutes=58))
    assert len(house.stage.dailies) == 1
    assert await days(house) == [date(2026, 3, 2)]


async def test_another_time_in_a_room_is_another_daily_and_both_run(house: House, mod: Person) -> None:
    await mod.types(SET)
    await mod.types("schedule set 18:30 America/Mexico_City law 1")
    await house.pass_until(nine(2) + timedelta(hours=9))
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · History"]
    await house.pass_until(nine(2) + timedelta(hours=9, minutes=30))
    assert [message.card.title for message in house.stage.dailies][1:] == ["Daily quiz · Law"]
    # Each closes when its own next one is due.
    first, second = house.stage.dailies
    await house.pass_until(nine(3) + timedelta(seconds=2))
    assert pressable(second.card, "start")
    assert not [button for button in first.card.buttons if button.action.startswith("start:")]
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 3)]


async def test_setting_the_same_time_again_changes_what_is_asked_from_the_next_quiz_on(
    house: House, mod: Person
) -> None:
    await mod.types(SET)
    await mod.types("schedule set 09:00 America/Mexico_City law 1")
    await house.pass_until(nine(2))
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · Law"]


async def test_a_schedule_may_move_to_another_zone(house: House, mod: Person) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    told = read(await mod.types("schedule set 09:00 Asia/Tokyo history 2"))
    tokyo = datetime(2026, 3, 3, 9, tzinfo=ZoneInfo("Asia/Tokyo")).astimezone(UTC)
    assert tokyo.isoformat() in told
    await house.pass_until(tokyo)
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 3)]
    # The first one stays open as long as its post says.
    first = house.stage.dailies[0]
    assert pressable(first.card, "start")
    await house.pass_until(nine(3) + timedelta(seconds=2))
    assert first.card.buttons == ()


async def test_a_removed_schedule_posts_no_more_and_its_open_quiz_still_closes(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    post = house.stage.last
    await play(post, ana, "right", "right")
    await mod.types("schedule remove")
    assert await house.count(due_table) == 1  # only the close
    assert say("en", "schedule-none") in read(await ana.types("schedule list"))
    await house.pass_until(nine(6))
    assert len(house.stage.dailies) == 1
    assert ranks(post.card) == ["1. Ana 20"]
    assert await house.count(due_table) == 0


async def test_removing_what_is_not_set_says_so(house: House, mod: Person) -> None:
    assert say("en", "schedule-none") in read(await mod.types("schedule remove"))


async def test_each_room_has_its_own_daily_and_all_are_listed(house: House, ana: Person, mod: Person) -> None:
    await mod.types(SET)
    await mod.in_room("late").types("schedule set 9pm Europe/Madrid law 1")
    listed = read(await ana.types("schedule list")).splitlines()[1:]
    assert listed == [
        f"This channel: every day at 09:00 (America/Mexico_City), History. Next: {nine(2).isoformat()}",
        "#late: every day at 21:00 (Europe/Madrid), Law. Next: 2026-03-02T20:00:00+00:00",
    ]
    await house.pass_until(nine(3) - timedelta(hours=1))
    assert sorted(message.room for message in house.stage.dailies) == ["general", "late"]
    stranger = house.person("eve", community="discord:666")
    assert say("en", "schedule-none") in read(await stranger.types("schedule list"))


@pytest.mark.parametrize("community", ["discord:42", "slack:T1"])
async def test_only_moderators_set_and_remove(house: House, community: str) -> None:
    ana = house.person("ana", community=community)
    word = f"only-moderator-{community.partition(':')[0]}"
    assert is_refused(await ana.types(SET), word)
    assert is_refused(await ana.types("schedule remove"), word)
    assert not is_refused(await ana.types("schedule list"), word)
    await house.pass_until(nine(3))
    assert house.stage.dailies == []


async def test_a_daily_whose_time_came_while_all_was_down_is_posted_late_the_same_day(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    house.clock.set(nine(2) + timedelta(hours=14))
    await house.restart()
    await house.run_due()
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · History"]
    assert nine(3).isoformat() in read(house.stage.last.card)
    assert await days(house) == [date(2026, 3, 2)]
    await house.pass_until(nine(3))
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 3)]


async def test_a_daily_whose_day_is_over_when_all_is_up_again_is_skipped_and_noted(
    house: House, mod: Person, logged: list[EventDict]
) -> None:
    await mod.types(SET)
    house.clock.set(nine(5) - timedelta(hours=1))
    await house.restart()
    await house.run_due()
    assert house.stage.dailies == []
    noted = [event for event in logged if "skipped" in event["event"]]
    assert [event["day"] for event in noted] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert {(event["community"], event["room"]) for event in noted} == {("discord:42", "general")}
    assert house.shell.counts[plans.OPEN_DAILY, What.SKIPPED] == 3
    await house.pass_until(nine(5))
    assert await days(house) == [date(2026, 3, 5)]


async def test_days_on_which_a_schedule_does_not_run_are_not_noted_as_skipped(
    house: House, mod: Person, logged: list[EventDict]
) -> None:
    await mod.types("schedule set 09:00 America/Mexico_City sat,sun history 1")
    house.clock.set(nine(18))
    await house.restart()
    await house.run_due()
    noted = [event["day"] for event in logged if "skipped" in event["event"]]
    assert noted == ["2026-03-07", "2026-03-08", "2026-03-14", "2026-03-15"]
    assert house.stage.dailies == []


async def test_after_days_without_the_bot_each_room_gets_one_quiz_and_never_two_at_once(
    house: House, mod: Person
) -> None:
    for hour in ("08:00", "09:00", "10:00"):
        await mod.types(f"schedule set {hour} America/Mexico_City history 1")
    house.clock.set(nine(9) + timedelta(minutes=1))
    await house.restart()
    await house.run_due()
    assert await days(house) == [date(2026, 3, 9)] * 2
    assert len(house.stage.dailies) == 2
    await house.pass_until(nine(9) + timedelta(hours=1))
    assert await days(house) == [date(2026, 3, 9)] * 3
    assert len({message.key for message in house.stage.dailies}) == 3


async def test_a_daily_that_moves_around_the_earth_posts_once_on_each_of_its_dates(
    house: House, mod: Person
) -> None:
    """Every few hours to another zone, ahead and back; what a date has had it has had."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    dice = Random(5)
    for zone in dice.sample(zones, 60):
        await mod.types(f"schedule set 09:00 {zone} history 1")
        await house.pass_time(dice.randrange(0, 30) * 3600)
    opened = await days(house)
    assert len(set(opened)) == len(opened) == len(house.stage.dailies)
    assert len(opened) > 20


async def test_a_daily_that_should_have_closed_while_all_was_down_closes_on_return(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    first = house.stage.last
    card = await start(first, ana)
    await ana.presses(choice(card, "right"))
    house.clock.set(nine(4) + timedelta(hours=5))
    await house.restart()
    assert is_refused(await start(first, ana), "quiz-closed")
    await house.run_due()
    assert ranks(first.card) == ["1. Ana 10"]
    assert await days(house) == [date(2026, 3, 2), date(2026, 3, 4)]


async def test_a_busy_platform_gets_the_daily_later_and_once(house: House, mod: Person) -> None:
    await mod.types(SET)
    house.stage.faults.append(TryLater("rate limited", after=30))
    await house.pass_until(nine(2) + timedelta(seconds=29))
    assert house.stage.dailies == []
    await house.pass_until(nine(2) + timedelta(hours=1))
    assert len(house.stage.dailies) == 1


async def test_a_daily_whose_topic_has_left_the_packs_posts_nothing_and_comes_back_with_it(
    house: House, mod: Person
) -> None:
    await mod.types(SET)
    await house.restart_with(bank_of({"law": 3}))
    await house.pass_until(nine(3) + timedelta(hours=1))
    assert house.stage.dailies == []
    await house.restart_with(bank_of({"history": 3}))
    await house.pass_until(nine(4))
    assert [message.card.title for message in house.stage.dailies] == ["Daily quiz · History"]


async def test_a_pack_that_changes_while_a_daily_is_open_does_not_change_it(
    house: House, ana: Person, mod: Person
) -> None:
    await mod.types(SET)
    await house.pass_until(nine(2))
    post = house.stage.last
    card = await start(post, ana)
    await house.restart_with(bank_of({"law": 1}))
    card = await ana.presses(choice(card, "right"))
    assert "Which one, history-" in read(card)
    await ana.presses(choice(card, "right"))
    await house.pass_until(nine(3) + timedelta(seconds=2))
    assert ranks(post.card) == ["1. Ana 20"]
    assert read(post.card).count("Which one, history-") == 2


@pytest.mark.parametrize(
    ("rule", "day", "runs"),
    [
        # The clocks skip from 02:00 to 03:00.
        ("02:30 America/New_York", date(2026, 3, 8), "2026-03-08T07:00:00+00:00"),
        # They show 01:30 twice.
        ("01:30 America/New_York", date(2026, 11, 1), "2026-11-01T05:30:00+00:00"),
        # They skip from 23:00 to midnight.
        ("23:30 America/Nuuk", date(2026, 3, 28), "2026-03-29T00:59:00+00:00"),
    ],
)
async def test_on_days_on_which_the_clocks_change_one_quiz_is_posted(
    house: House, mod: Person, rule: str, day: date, runs: str
) -> None:
    due = datetime.fromisoformat(runs)
    house.clock.set(due - timedelta(hours=26))
    await mod.types(f"schedule set {rule} history 1")
    await house.pass_until(due - timedelta(seconds=1))
    before = len(house.stage.dailies)
    await house.pass_until(due)
    assert len(house.stage.dailies) == before + 1
    await house.pass_until(due + timedelta(hours=25))
    opened = await days(house)
    assert opened == sorted(set(opened))
    assert day in opened
    assert day + timedelta(days=1) in opened
    assert len(house.stage.dailies) == len(opened)


async def test_a_daily_speaks_the_language_it_was_set_with_and_each_player_reads_their_own(
    house: House, mod: Person
) -> None:
    await mod.types("schedule set 09:00 America/Mexico_City history 1 es")
    await house.pass_until(nine(2))
    assert house.stage.last.card.title == "Quiz del día · History (es)"
    assert (await start(house.stage.last, house.person("ana"))).title == "Question 1 of 1 · History"
    ruth = house.person("ruth", language="es")
    assert (await start(house.stage.last, ruth)).title == "Pregunta 1 de 1 · History (es)"
