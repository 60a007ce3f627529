"""An ordinary slack-bolt bot: a slash command posts a button, and the button says "ok" in private."""

import asyncio
import os

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

app = AsyncApp(token=os.environ["SLACK_BOT_TOKEN"])


@app.command("/ask")
async def ask(ack, say, command):
    await ack()
    text = command["text"] or "Ready?"
    button = {"type": "button", "action_id": "answer", "text": {"type": "plain_text", "text": "Answer"}}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    await say(text=text[:40], blocks=[section, {"type": "actions", "elements": [button]}])


@app.action("answer")
async def answer(ack, respond):
    await ack()
    await respond(text="ok", replace_original=False)


async def main():
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()


asyncio.run(main())
