"""Questions on the electoral calendar, with the law and the reckoning as explanation.

Wrong options come from the rules of other eras, from the other events of the same election and from common
slips (a week off, the next weekday). How many of them lie before the right one is drawn by lot, so that
neither the earliest nor the middle date is a good guess.
"""

from __future__ import annotations

from questions.model import Text, Topic

TOPIC = Topic("electoral-calendar", Text("Electoral calendar (computed)", "Calendario electoral (calculado)"))
