"""Slack, over Socket Mode."""

from adapters.slack.adapter import SlackAdapter

__all__ = ["SlackAdapter"]
