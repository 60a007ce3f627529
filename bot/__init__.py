"""Who plays, when, and the score: rules, storage, time and words. Knows no chat platform."""
