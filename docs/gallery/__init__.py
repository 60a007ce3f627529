"""Every card as Discord and Slack would about show it: `make gallery`."""
