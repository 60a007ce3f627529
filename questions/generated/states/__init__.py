"""Questions on how each federal entity voted in Mexico's presidential election of 2006, from the final count.

The figures are the explanation. Wrong numbers are real figures of something else; wrong entities are those of
which the question is not true. Turnout is never asked for: the counts do not agree on its ranking.
"""

from __future__ import annotations

from questions.model import Text, Topic

TOPIC = Topic(
    "mexico-2006-states", Text("Mexico 2006 by state (computed)", "México 2006 por entidad (calculado)")
)
