"""The stand-ins do what the tests rely on: ordinary bots work, what Discord and Slack refuse is refused."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path

import aiohttp
import discord_sim
import pytest
import slack_sim
from aiohttp import web
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

SAMPLES = Path(__file__).resolve().parent / "samples"


@contextlib.asynccontextmanager
async def running(sample: str, sim, **env):
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SAMPLES / sample),
        env={**os.environ, **sim.bot_env(), **env},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()


# -- Discord ------------------------------------------------------------------------
class Raw:
    """A bare bot: it sends what a library would not."""

    def __init__(self, sim, http):
        self.sim, self.http = sim, http

    async def __call__(self, method: str, path: str, body=None, token="sim-token"):
        headers = {"Authorization": f"Bot {token}"} if token else {}
        url = f"{self.sim.url}/api/v10{path}"
        async with self.http.request(method, url, json=body, headers=headers) as r:
            return r.status, await r.json() if r.status != 204 else None, r.headers

    async def answer(self, i, kind: int, query="", **data):
        path = f"/interactions/{i.id}/{i.token}/callback{query}"
        return await self("POST", path, {"type": kind, "data": data}, token=None)

    async def set_commands(self, *commands):
        return await self("PUT", f"/applications/{self.sim.app.id}/commands", list(commands))


GO = {
    "name": "go",
    "description": "d",
    "options": [{"type": 4, "name": "n", "description": "d", "max_value": 5}],
}


@pytest.fixture
async def discord():
    async with discord_sim.DiscordSim(ack_deadline=0.3) as sim, aiohttp.ClientSession() as http:
        ann, raw = sim.add_user("ann", locale="es-ES"), Raw(sim, http)
        room = next(iter(sim.add_guild("g", [ann]).channels.values()))
        yield sim, raw, ann, room


def row(*components):
    return {"type": 1, "components": list(components)}


def button(label="A", custom_id="a", **more):
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id, **more}


async def test_discord_sample_bot():
    async with discord_sim.DiscordSim() as sim:
        ann, bob = sim.add_user("ann"), sim.add_user("bob")
        room = next(iter(sim.add_guild("g", [ann, bob]).channels.values()))
        async with running("discord_sample_bot.py", sim):
            await sim.wait_ready()
            await sim.wait_commands()
            with pytest.raises(discord_sim.RefusedByClient):
                await ann.slash(room, "ask", wrong=1)
            i = await (await ann.slash(room, "ask", text="Who?")).wait_visible()
            assert i.original.content == "Who?" and i.ack_type == 4 and i.visible_ms < 3000
            j = await (await bob.click(i.original, "Answer")).wait_visible()
            assert j.original.content == "ok" and j.original.ephemeral
            assert len(bob.sees(room)) == 2 and len(ann.sees(room)) == 1
            assert not sim.violations

            sim.faults.duplicate_interactions = 1
            i = await (await ann.slash(room, "ask", text="Twice?")).wait_visible()
            await sim.wait_for(lambda: i.refused)
            assert i.delivered == 2 and i.refused[0][1:] == (
                400,
                "Interaction has already been acknowledged.",
            )
            assert len(sim.violations) == 1 and len(ann.sees(room)) == 2

            await sim.drop_gateway(abrupt=True)
            await sim.wait_for(lambda: any(s.resumes for s in sim.gateway.sessions.values()), 20)
            j = await (await bob.click(i.original, "Answer")).wait_visible()
            assert j.original.content == "ok" and sim.limiter.hits == []


def with_files(payload: dict, *files: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(payload), content_type="application/json")
    for n, data in enumerate(files):
        form.add_field(f"files[{n}]", data, filename=f"{n}.png", content_type="image/png")
    return form


async def test_discord_files(discord):
    sim, raw, ann, room = discord
    url = f"{sim.url}/api/v10/channels/{room.id}/messages"
    header = {"Authorization": "Bot sim-token"}

    async def send(method: str, path: str, payload: dict, *files: bytes):
        body = with_files(payload, *files)
        async with raw.http.request(method, url + path, data=body, headers=header) as r:
            return r.status, await r.json()

    file = {"id": 0, "filename": "a.png", "description": "an a"}
    shown = {"title": "A", "image": {"url": "attachment://a.png"}}
    status, message = await send("POST", "", {"embeds": [shown], "attachments": [file]}, b"abc")
    assert status == 200
    (attached,) = message["attachments"]
    assert (attached["filename"], attached["description"], attached["size"]) == ("a.png", "an a", 3)
    assert message["embeds"][0]["image"]["url"] == attached["url"]
    assert sim.cdn[attached["id"]] == b"abc"

    path = f"/{message['id']}"
    _, kept, _ = await raw("PATCH", f"/channels/{room.id}/messages{path}", {"attachments": [attached]})
    assert kept["attachments"] == [attached]
    _, gone, _ = await raw("PATCH", f"/channels/{room.id}/messages{path}", {"attachments": []})
    assert gone["attachments"] == []
    assert not sim.violations
    status, _ = await send("POST", "", {"attachments": [file | {"id": 7}]}, b"abc")
    assert status == 400
    status, _ = await send("POST", "", {"attachments": [file | {"description": "x" * 1025}]}, b"abc")
    assert status == 400


async def test_discord_wrong_token():
    async with discord_sim.DiscordSim() as sim:
        async with running("discord_sample_bot.py", sim, DISCORD_TOKEN="wrong") as bot:
            assert await asyncio.wait_for(bot.wait(), 10) != 0
        assert [v["status"] for v in sim.violations] == [401] and not sim.gateway.sessions


OVER_LIMIT = {
    "content": {"content": "x" * 2001},
    "embeds": {"embeds": [{"description": "d" * 4097}]},
    "embed size": {"embeds": [{"description": "d" * 4000}, {"description": "d" * 2001}]},
    "label": {"content": "a", "components": [row(button("l" * 81))]},
    "custom_id": {"content": "a", "components": [row(button(custom_id="c" * 101))]},
    "same custom_id": {"content": "a", "components": [row(button(), button())]},
    "six buttons": {"content": "a", "components": [row(*(button(custom_id=str(n)) for n in range(6)))]},
    "six rows": {"content": "a", "components": [row(button(custom_id=str(n))) for n in range(6)]},
    "emoji": {"content": "a", "components": [row(button(emoji={"name": "abc"}))]},
}


@pytest.mark.parametrize("what", OVER_LIMIT)
async def test_discord_refuses_a_message_over_a_limit(discord, what):
    sim, raw, _, room = discord
    status, body, _ = await raw("POST", f"/channels/{room.id}/messages", OVER_LIMIT[what])
    assert status == 400 and body["code"] == 50035 and body["errors"]
    assert [v["code"] for v in sim.violations] == [50035] and not room.messages


async def test_discord_interactions(discord):
    sim, raw, ann, room = discord
    assert (await raw.set_commands(GO, GO))[1]["code"] == 50035
    await raw.set_commands(GO)
    with pytest.raises(discord_sim.RefusedByClient):
        await ann.slash(room, "go", n=6)
    i = await ann.slash(room, "go", n=5)
    assert i.payload()["locale"] == "es-ES" and i.payload()["member"]["permissions"]
    hook = f"/webhooks/{sim.app.id}/{i.token}"
    assert (await raw("POST", hook, {"content": "early"}))[1]["code"] == 10015
    assert (await raw.answer(i, 6))[1]["code"] == 50035
    assert (await raw.answer(i, 5, flags=64))[0] == 204
    assert (await raw.answer(i, 5))[1]["code"] == 40060
    assert i.t_ack and not i.t_visible
    await raw("POST", hook, {"content": "first", "components": [row(button())]})
    await raw("POST", hook, {"content": "second"})
    assert (i.original.content, [m.content for m in i.followups]) == ("first", ["second"])
    assert i.original.ephemeral and not i.followups[0].ephemeral
    await raw("PATCH", f"{hook}/messages/@original", {"content": "edited"})
    assert [h["content"] for h in i.original.history] == ["", "first", "edited"]

    j = await ann.click(i.original, "A")
    field = {"type": 4, "custom_id": "f", "style": 1, "max_length": 3}
    form = {"custom_id": "m", "title": "T", "components": [{"type": 18, "label": "L", "component": field}]}
    assert (await raw.answer(j, 9, **dict(form, title="t" * 46)))[1]["code"] == 50035
    await raw.answer(j, 9, **form)
    with pytest.raises(discord_sim.RefusedByClient):
        await ann.submit_modal(j, {"f": "long!"})
    k = await ann.submit_modal(j, {"f": "yes"})
    assert k.data["components"][0]["component"]["value"] == "yes"


async def test_discord_late_acknowledgement(discord):
    sim, raw, ann, room = discord
    await raw.set_commands(GO)
    late = await (await ann.slash(room, "go")).wait_ack()
    assert late.failed == "The application did not respond" and late.t_ack is None
    assert sim.violations[-1]["what"] == "no initial response within the deadline"
    assert (await raw.answer(late, 5))[1]["code"] == 10062 and late.refused


async def test_discord_rate_limit_permissions_and_faults(discord):
    sim, raw, ann, room = discord
    path = f"/channels/{room.id}/messages"
    answers = [
        await raw("POST", path, {"content": "a", "nonce": "1", "enforce_nonce": True}) for _ in range(6)
    ]
    assert [status for status, _, _ in answers] == [200] * 5 + [429] and len(room.messages) == 1
    _, body, headers = answers[-1]
    assert (
        0 < body["retry_after"] <= 5
        and headers["Retry-After"]
        and sim.limiter.hits[0]["op"] == "create_message"
    )
    sim.limiter.enabled = False
    await sim.deny_bot(room, 1 << 11)
    assert (await raw("POST", path, {"content": "a"}))[1]["code"] == 50013
    await sim.deny_bot(room, 0)
    sim.fault("status_after", op="create_message", status=502)
    assert (await raw("POST", path, {"content": "b"}))[0] == 502 and len(room.messages) == 2
    sim.fault("reset", op="create_message")
    with pytest.raises(aiohttp.ClientError):
        await raw("POST", path, {"content": "c"})
    await sim.delete_channel(room)
    assert (await raw("POST", path, {"content": "a"}))[1]["code"] == 10003
    violations = len(sim.violations)
    assert (await raw("PUT", f"/guilds/{room.guild.id}/bans/1", {}))[0] >= 400
    assert len(sim.violations) > violations


# -- Slack --------------------------------------------------------------------------
@pytest.fixture
async def slack():
    async with slack_sim.SlackSim(ack_deadline=0.3) as sim:
        ws = sim.add_workspace()
        ann = sim.add_user(ws, "ann")
        yield sim, ws, ann, sim.add_channel(ws, "general", [ann])


def client(sim, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=f"{sim.url}/api/", retry_handlers=[])


async def refused(call) -> dict:
    with pytest.raises(SlackApiError) as e:
        await call
    return e.value.response


async def test_slack_sample_bot():
    async with slack_sim.SlackSim(post_burst=10) as sim:
        ws = sim.add_workspace()
        ann, bob = sim.add_user(ws, "ann"), sim.add_user(ws, "bob")
        room = sim.add_channel(ws, "general", [ann, bob])
        async with running("slack_sample_bot.py", sim):
            await sim.wait_socket()
            a = await (await sim.slash(ann, room, "/ask", "Who?")).wait_visible()
            await a.wait_ack()
            assert a.failed is None and a.visible_by == "chat.postMessage"
            question = sim.visible_messages(room, bob)[-1]
            with pytest.raises(slack_sim.RefusedByClient):
                await sim.click(bob, question, "Wrong")
            b = await (await sim.click(bob, question, "Answer")).wait_visible()
            assert b.visible_by == "response_url" and sim.visible_messages(room, bob)[-1].text == "ok"
            assert len(sim.visible_messages(room, ann)) == 1 and not sim.violations

            sim.duplicate_next = 1
            a = await (await sim.slash(ann, room, "/ask")).wait_visible()
            await sim.wait_for(lambda: len(sim.visible_messages(room, ann)) == 3)
            assert a.deliveries == 2

            await sim.slash(ann, room, "/ask", "x" * 3001)
            await sim.wait_for(lambda: sim.violations)
            assert sim.violations[0]["what"] == "invalid_blocks"
            assert "less than 3001 characters" in sim.violations[0]["messages"][0]

            old = sim.sockets[0]
            await sim.refresh_sockets(close_after=0.1)
            await sim.wait_for(lambda: sim.sockets and old not in sim.sockets, 20)


@contextlib.asynccontextmanager
async def listening(sim, answer):
    """A bot over HTTP: `answer` gives the response to a body whose signature is right."""

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        if not SignatureVerifier(sim.signing_secret).is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        return answer(request, body)

    app = web.Application()
    app.router.add_post("/slack/events", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sim.http_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


async def test_slack_over_http(slack):
    sim, ws, ann, room = slack
    sim.retry_delays, retries, bodies = (0.0,), [], []

    def answer(request: web.Request, body: bytes) -> web.Response:
        bodies.append(body)
        retries.append(request.headers.get("X-Slack-Retry-Num"))
        if b"command=" in body:
            return web.json_response({"text": "hello"})
        return web.Response(status=500 if b"reaction" in body and not retries[-1] else 200)

    async with listening(sim, answer):
        bad = ("bad_signature", "wrong_secret", "stale", "future", "unsigned", "no_timestamp", "body_changed")
        assert {await sim.http_probe(kind) for kind in bad} == {401} and not bodies
        assert await sim.http_probe("good") == await sim.http_probe("replay") == 200
        assert len(bodies) == 3 and not sim.violations

        a = await (await sim.slash(ann, room, "/ask", "Who?")).wait_visible()
        assert a.failed is None and sim.visible_messages(room, ann)[-1].text == "hello"
        assert b"text=Who%3F" in bodies[-1]

        retries.clear()
        await sim.event(ws, {"type": "reaction_added"}, wait=True)
        assert retries == [None, "1"] and len(sim.violations) == 1


# slack_sdk signs in the old way.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_slack_oauth(slack):
    sim, ws, ann, _ = slack
    c = client(sim, "")
    known = {"client_id": sim.client_id, "client_secret": sim.client_secret}
    assert (await refused(c.oauth_v2_access(code="code-nowhere", **known)))["error"] == "invalid_code"
    await sim.uninstall(ws)
    assert (await refused(client(sim, ws.token).auth_test()))["error"] == "account_inactive"
    granted = await c.oauth_v2_access(code=f"code-{ws.id}", **known)
    assert granted["access_token"] == ws.token and granted["authed_user"]["id"] == ann.id
    assert (await client(sim, granted["access_token"]).auth_test())["team_id"] == ws.id


async def test_slack_late_acknowledgement(slack):
    sim, ws, ann, room = slack
    async with aiohttp.ClientSession() as http:
        link = await client(sim, sim.app_token).apps_connections_open(app_token=sim.app_token)
        async with http.ws_connect(link["url"]) as socket:
            await sim.wait_socket()
            a = await (await sim.slash(ann, room, "/ask")).wait_ack()
            assert a.failed == "operation_timeout" and sim.violations[-1]["where"] == "ack"
            assert (await socket.receive_json())["type"] == "hello"
            assert (await socket.receive_json())["payload"]["channel_id"] == room.id


async def test_slack_refusals(slack):
    sim, ws, ann, room = slack
    web = client(sim, ws.token)
    header = {"type": "header", "text": {"type": "plain_text", "text": "h" * 151}}
    r = await refused(web.chat_postMessage(channel=room.id, text="a", blocks=[header]))
    where = "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert r["error"] == "invalid_blocks" and r["response_metadata"]["messages"] == [where]
    private = sim.add_channel(ws, "p", [ann], with_bot=False, kind="private")
    public = sim.add_channel(ws, "q", [ann], with_bot=False)
    bob = sim.add_user(ws, "bob")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "t"}, "blocks": []}
    for call, error in [
        (web.chat_postMessage(channel=private.id, text="a"), "channel_not_found"),
        (web.chat_postMessage(channel=public.id, text="a"), "not_in_channel"),
        (web.api_call("chat.postMessage", json={"channel": room.id}), "no_text"),
        (web.chat_postEphemeral(channel=room.id, user=bob.id, text="a"), "user_not_in_channel"),
        (web.chat_update(channel=room.id, ts="1.2", text="a"), "message_not_found"),
        (web.views_open(trigger_id="1.2.3", view=view), "invalid_trigger_id"),
        (web.api_call("no.such"), "unknown_method"),
        (client(sim, "xoxb-wrong").auth_test(), "invalid_auth"),
        (client(sim, "x").apps_connections_open(app_token="xapp-wrong"), "invalid_auth"),
    ]:
        assert (await refused(call))["error"] == error
    ws.scopes = {"chat:write"}
    assert (await refused(web.users_info(user=ann.id)))["error"] == "missing_scope"
    assert len(sim.violations) >= 11


async def test_slack_files(slack):
    sim, ws, ann, room = slack
    web = client(sim, ws.token)
    block = {"type": "section", "text": {"type": "plain_text", "text": "hello"}}
    sent = {"content": b"abc", "filename": "a.png", "title": "A", "alt_txt": "an a"}
    await web.files_upload_v2(channel=room.id, blocks=json.dumps([block]), **sent)
    (message,) = room.messages.values()
    assert message.blocks[0]["text"]["text"] == "hello"
    ((file,),) = [message.fields["files"]]
    assert (file["name"], file["title"], file["alt_txt"], file["length"]) == ("a.png", "A", "an a", 3)
    assert sim.files[file["id"]]["data"] == b"abc"
    assert not sim.violations
    known = [{"id": file["id"], "title": "A"}]
    for call, error in [
        (web.files_completeUploadExternal(files=[{"id": "F1", "title": "A"}]), "file_not_found"),
        (web.files_completeUploadExternal(files=known, channel_id="C1"), "channel_not_found"),
        (web.files_getUploadURLExternal(filename="a.png", length=0), "invalid_arguments"),
    ]:
        assert (await refused(call))["error"] == error
    sim.fault("status", "upload")
    with pytest.raises(SlackRequestError):
        await web.files_upload_v2(channel=room.id, **sent)


async def test_slack_rate_limit_and_faults(slack):
    sim, ws, ann, room = slack
    web = client(sim, ws.token)
    for n in range(3):
        await web.chat_postMessage(channel=room.id, text=str(n))
    r = await refused(web.chat_postMessage(channel=room.id, text="3"))
    assert r.status_code == 429 and r["error"] == "ratelimited" and r.headers["Retry-After"] == "1"
    assert sim.limiter.hits[0]["channel"] == room.id and len(room.messages) == 3
    sim.limiter.enabled = False
    sim.fault("error", "chat.postMessage", error="internal_error")
    assert (await refused(web.chat_postMessage(channel=room.id, text="a")))["error"] == "internal_error"
    sim.fault("reset_after", "chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=room.id, text="a")
    assert len(room.messages) == 4
