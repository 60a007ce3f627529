"""Years of the bot in minutes: virtual time, a platform that fails, a process that dies at random."""
