"""The quiz in a terminal: several named players at one keyboard, or lines from a pipe."""
