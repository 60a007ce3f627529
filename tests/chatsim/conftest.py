"""CHATSIM names another directory with the same two packages: the tests then run against those."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(Path(os.environ.get("CHATSIM") or HERE).resolve()))

import discord_sim  # noqa: E402, F401  imported here, so that the path above decides
import slack_sim  # noqa: E402, F401
