"""A local stand-in for Slack (Web API, Socket Mode, response_url) that slack-bolt connects to."""

from simbase import RefusedByClient

from .sim import Fault, SlackSim

__all__ = ["Fault", "RefusedByClient", "SlackSim"]
