"""Chaos, as a program: real processes, real faults, and what must hold all the same. See `__main__.py`."""
