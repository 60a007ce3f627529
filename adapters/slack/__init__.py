"""Slack: one workspace over Socket Mode, or many over HTTP."""
