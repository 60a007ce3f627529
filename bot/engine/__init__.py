"""The rules: pure functions on immutable values, given the moment and the dice."""
