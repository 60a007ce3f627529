"""Points an unmodified bot process at the stand-ins, by its environment only.

With this directory in PYTHONPATH: SIM_DISCORD_API and SIM_DISCORD_GATEWAY for discord.py, SIM_SLACK_API for
slack_sdk's async client. SIM_LOOPBACK_ONLY=1 refuses every name and address that is not the loopback.
Only base URLs change, when the library's module is first imported.
"""

import functools
import importlib.abc
import importlib.machinery
import inspect
import os
import sys

LOOPBACK = {"localhost", "127.0.0.1", "::1", None}
DISCORD, GATEWAY, SLACK = map(os.environ.get, ("SIM_DISCORD_API", "SIM_DISCORD_GATEWAY", "SIM_SLACK_API"))


def discord_http(module):
    original = module._set_api_version

    def set_api_version(value):
        original(value)
        module.Route.BASE = f"{DISCORD}/api/v{value}"

    module._set_api_version = set_api_version
    module.Route.BASE = f"{DISCORD}/api/v10"


def discord_gateway(module):
    import yarl

    module.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(GATEWAY)


def slack_client(module):
    cls = module.AsyncBaseClient
    init, signature = cls.__init__, inspect.signature(cls.__init__)

    @functools.wraps(init)
    def patched(*args, **kwargs):
        call = signature.bind(*args, **kwargs)
        if call.arguments.get("base_url", cls.BASE_URL).startswith("https://slack.com"):
            call.arguments["base_url"] = SLACK
        init(*call.args, **call.kwargs)

    cls.__init__ = patched


def refuse_the_world(event, args):
    name = args[0] if event == "socket.getaddrinfo" else None
    if event == "socket.connect" and isinstance(args[1], tuple):
        name = args[1][0]
    if name not in LOOPBACK:
        raise OSError(None, f"SIM_LOOPBACK_ONLY: {name} refused")


PATCHES = {
    "discord.http": DISCORD and discord_http,
    "discord.gateway": GATEWAY and discord_gateway,
    "slack_sdk.web.async_base_client": SLACK and slack_client,
}


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        patch = PATCHES.get(name)
        spec = importlib.machinery.PathFinder.find_spec(name, path) if patch else None
        if spec is None:
            return None
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            patch(module)

        spec.loader.exec_module = exec_module
        return spec


if os.environ.get("SIM_LOOPBACK_ONLY"):
    sys.addaudithook(refuse_the_world)
if any(PATCHES.values()):
    sys.meta_path.insert(0, Finder())
