"""A local stand-in for Discord (REST and gateway, v10) that discord.py connects to over loopback."""

from simbase import RefusedByClient

from .faults import Fault
from .people import Account
from .sim import DiscordSim

__all__ = ["Account", "DiscordSim", "Fault", "RefusedByClient"]
