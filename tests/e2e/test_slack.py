"""Stories that only Slack can have."""

from __future__ import annotations

from bot.words import say
from tests.e2e.asked import right
from tests.e2e.chats import begin
from tests.e2e.on_slack import SlackChat, SlackWindow
from tests.e2e.process import until


async def test_what_is_played_alone_stays_in_one_window(workspace: SlackChat) -> None:
    daily = await workspace.daily("choices 2")
    async with workspace.delivered_twice():
        mine = await workspace.press(workspace.ana, daily, "Start")
    assert len(workspace.windows(workspace.ana)) == 1
    mine = await workspace.press(workspace.ana, mine, right(mine))
    mine = await workspace.press(workspace.ana, mine, right(mine))
    assert mine.title == say("en", "daily-done-title")
    assert len(workspace.windows(workspace.ana)) == 1
    assert workspace.private(workspace.ana) == []

    theirs = await workspace.opens(workspace.eva, "practice names 1")
    theirs = await workspace.fill(workspace.eva, theirs, {"text": "the general"})
    theirs = await workspace.fill(workspace.eva, theirs, {"text": "the general"})
    (window,) = workspace.windows(workspace.eva)
    assert window.view["close"]["text"] == say("es", "slack-close")


async def test_a_private_card_changes_in_its_place(workspace: SlackChat) -> None:
    mine = await workspace.opens(workspace.ana, "me")
    await workspace.choose(workspace.ana, mine, say("en", "me-streak"), "off")
    await workspace.choose(workspace.ana, mine, say("en", "me-pace"), "triple")
    (card,) = workspace.private(workspace.ana)
    chosen = [card.menu(menu)["accessory"]["initial_option"]["text"]["text"] for menu in card.menus]
    assert chosen == [say("en", f"choice-{choice}") for choice in ("auto", "triple", "off")]


async def test_what_is_typed_wrong_is_told_with_what_was_meant(workspace: SlackChat) -> None:
    assert "play" in await workspace.says(workspace.ana, "plya")
    assert "from 1 to 20" in await workspace.says(workspace.ana, "play 1000")
    assert "electoral-college" in await workspace.says(workspace.ana, "play topic:electoral-colege")
    assert workspace.posts() == []


async def test_a_name_that_would_call_everybody_calls_nobody(workspace: SlackChat) -> None:
    bob = workspace.rename(workspace.bob, "<!channel>")
    question = await workspace.play(workspace.ana, "choices 1")
    await workspace.click(bob, question, "A")
    await workspace.nudge(workspace.ana, question, "Next")
    await workspace.post(begin("standings-title"))
    standings = workspace.posts()[-1].message
    assert "<!channel>" not in standings.text
    assert "&lt;!channel&gt;" in standings.text


async def test_a_click_is_answered_while_slack_does_not_tell_who_clicked(workspace: SlackChat) -> None:
    question = await workspace.play(workspace.ana, "choices 1")
    workspace.sim.fault("status", "users.info", status=503, count=None)
    assert say("en", "recorded-title") in await workspace.click(workspace.bob, question, "A")


async def test_a_zone_is_found_by_city_while_typing_and_set_at_once(workspace: SlackChat) -> None:
    card = await workspace.opens(workspace.mod, "settings")
    assert isinstance(card, SlackWindow)
    label = say("en", "community-zone-menu")
    menu = card.menu(label)["accessory"]
    assert menu["initial_option"]["value"] == "UTC"
    typing = (workspace.mod.account, card.view, menu["action_id"])
    found = (await workspace.sim.suggest(*typing, "mexico")).ack_payload["options"]
    assert found[0]["value"] == "America/Mexico_City"
    assert (await workspace.sim.suggest(*typing, "xyzzy")).ack_payload["options"] == []
    card = await workspace.choose(workspace.mod, card, label, "Europe/Madrid")
    assert "Europe/Madrid" in card.text
    assert workspace.bot.sql("SELECT zone FROM community") == [("Europe/Madrid",)]


async def test_the_app_home_offers_the_days_quiz_and_plays_it_in_a_modal(workspace: SlackChat) -> None:
    await workspace.daily("choices 2")
    ana = workspace.ana.account
    await workspace.sim.open_home(ana)
    home = await workspace.sim.wait_for(lambda: ana.home)
    await workspace.sim.click_view(ana, home, "Start")
    window = await until(lambda: next(iter(workspace.windows(workspace.ana)), None))
    await until(lambda: window.title.startswith("Question 1 of 2"))
    done = await workspace.press(workspace.ana, window, right(window))
    done = await workspace.press(workspace.ana, done, right(done))
    assert done.title == say("en", "daily-done-title")
