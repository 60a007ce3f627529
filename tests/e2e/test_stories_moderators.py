"""What moderators set and decide, on each platform."""

from __future__ import annotations

from bot.words import say
from tests.e2e.asked import right
from tests.e2e.chats import Chat, begin, zone_where_it_is_morning
from tests.e2e.process import until

PLAN = "schedule set 09:00 America/Mexico_City"


async def test_the_settings_of_a_community_are_chosen_in_a_card_that_changes_with_them(chat: Chat) -> None:
    card = await chat.opens(chat.mod, "settings")
    assert card.title == say("en", "community-title")
    for what in ("language", "limit", "starters"):
        assert say("en", f"community-{what}") in card.menus
    card = await chat.choose(chat.mod, card, say("en", "community-language"), "Español")
    card = await chat.choose(chat.mod, card, say("en", "community-limit"), "60")
    card = await chat.press(chat.mod, card, say("en", "button-bonus-off"))
    assert say("en", "community-bonus", state=say("en", "choice-off")) in card.text
    assert say("en", "button-bonus-on") in card.labels
    await chat.restart()
    # Old buttons and menus act after a restart too.
    card = await chat.press(chat.mod, card, say("en", "button-rooms-only-here"))
    assert say("en", "button-rooms-everywhere") in card.labels
    assert chat.bot.sql("SELECT language, seconds, bonus FROM community") == [("es", 60, 0)]
    # Posts are in the language that is set, whatever those read who see them.
    question = await chat.play(chat.mod, "choices 1")
    assert question.title.startswith(begin("question-title", "es", position=1, length=1))


async def test_a_change_that_is_delivered_twice_is_made_once(chat: Chat) -> None:
    card = await chat.opens(chat.mod, "settings")
    async with chat.delivered_twice():
        card = await chat.press(chat.mod, card, say("en", "button-streaks-off"))
    assert say("en", "button-streaks-on") in card.labels
    assert chat.count("moderation") == 1


async def test_what_moderators_decide_is_refused_to_others_who_are_told_who_may(chat: Chat) -> None:
    no = say("en", f"only-moderator-{chat.platform}")
    ben = chat.mention(chat.bob)
    for command in ("settings", f"exclude {ben}", f"moderators add {ben}", "season start", PLAN):
        assert no in await chat.says(chat.ana, command)
    assert chat.count("moderation") == 0


async def test_who_is_named_moderates_until_it_is_taken_back(chat: Chat) -> None:
    ana = chat.mention(chat.ana)
    await chat.says(chat.mod, f"moderators add {ana}")
    assert "09:00" in await chat.says(chat.ana, PLAN)
    assert (await chat.opens(chat.ana, "settings")).title == say("en", "community-title")
    await chat.says(chat.mod, f"moderators remove {ana}")
    assert say("en", f"only-moderator-{chat.platform}") in await chat.says(chat.ana, "schedule remove")
    assert say("en", "moderators-none") in await chat.says(chat.mod, "moderators list")


async def test_a_player_is_excluded_by_a_mention_and_included_again_by_name(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1")
    await chat.click(chat.bob, question, right(question))
    told = await chat.says(chat.mod, f"exclude {chat.mention(chat.bob)}")
    assert say("en", "player-excluded", name="Bob") in told
    assert chat.bot.sql("SELECT name FROM player WHERE excluded") == [("Bob",)]
    await chat.says(chat.mod, f"include {chat.mention(chat.bob)}")
    assert chat.bot.sql("SELECT name FROM player WHERE excluded") == []


async def test_a_season_starts_and_ends_with_a_button(chat: Chat) -> None:
    asked = await chat.opens(chat.mod, "season start")
    started = await chat.press(chat.mod, asked, say("en", "button-season-start"))
    assert started.text.startswith(f"{say('en', 'season-title')}\n{begin('season-started')}")
    assert started.labels == []
    ending = await chat.opens(chat.mod, "season end")
    assert say("en", "season-ended") in await chat.click(chat.mod, ending, say("en", "button-season-end"))
    assert chat.bot.sql("SELECT season FROM community") == [(None,)]


async def test_several_dailies_of_a_channel_are_paused_resumed_and_removed_by_their_time(chat: Chat) -> None:
    await chat.says(chat.mod, f"{PLAN} mon-fri choices 2")
    await chat.says(chat.mod, "schedule set 6pm sat,sun")
    which = await chat.says(chat.mod, "schedule pause")
    assert say("en", "schedule-which", times="09:00, 18:00") in which
    assert "Monday to Friday at 09:00" in await chat.says(chat.mod, "schedule pause 09:00")
    listed = await chat.opens(chat.mod, "schedule list")
    assert say("en", "paused-by-moderator") in listed.text
    assert say("en", "paused-by-moderator") not in await chat.says(chat.ana, "schedule list")
    await chat.restart()
    after = await chat.press(chat.mod, listed, say("en", "button-resume", number=1))
    assert say("en", "paused-by-moderator") not in after.text
    await chat.says(chat.mod, "schedule pause 18:00")
    assert "every Saturday and Sunday at 18:00" in await chat.says(chat.mod, "schedule resume 18:00")
    assert say("en", "schedule-removed") in await chat.says(chat.mod, "schedule remove 18:00")
    assert "18:00" not in await chat.says(chat.ana, "schedule list")


async def test_a_preview_is_in_the_language_and_the_zone_of_who_asks(chat: Chat) -> None:
    await chat.says(chat.eva, "me zone:Europe/Madrid")
    tried = await chat.says(chat.eva, "schedule preview 09:00 America/Mexico_City sat")
    assert say("es", "preview-not-set") in tried
    assert tried.count("Europe/Madrid: 16:00") + tried.count("Europe/Madrid: 17:00") == 5
    assert tried.count("sábado, ") == 5


async def test_the_daily_of_a_channel_in_which_the_bot_cannot_write_rests_until_it_is_resumed(
    chat: Chat,
) -> None:
    await chat.says(chat.mod, f"schedule set 12am {zone_where_it_is_morning()} choices 1", chat.other)
    async with chat.closed_to_the_bot(chat.other):
        chat.bot.hasten("open-daily")
        await until(lambda: chat.bot.sql("SELECT 1 FROM schedule WHERE paused_at IS NOT NULL"))
    listed = await chat.opens(chat.mod, "schedule list")
    assert say("en", f"paused-room-{chat.platform}") in listed.text
    assert say("en", f"paused-room-{chat.platform}") not in await chat.says(chat.ana, "schedule list")
    resumed = await chat.press(chat.mod, listed, say("en", "button-resume", number=1))
    assert resumed.labels == []
    daily = await chat.post(begin("daily-title"), room=chat.other)
    assert daily.labels == [say("en", "button-start")]
    assert chat.count("quiz") == 1
