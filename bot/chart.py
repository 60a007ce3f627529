"""Pictures of points a day, drawn by matplotlib in a thread of their own."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# In pixels; a phone shows it about a third as wide.
WIDTH, HEIGHT = 960, 540
_DOTS_PER_INCH = 100
_TEXT, _TITLE = 19, 23  # points

# A background of its own, so that it reads alike in dark and in light clients.
BACKGROUND = "#1e2430"
INK = "#f2f4f8"
BAR = "#6cb2f0"
BEST = "#f5c04f"
_GRID = "#4a5366"


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's points. A day that was `played` without points is marked too; `label` stands below."""

    points: int
    played: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    bars: tuple[Bar, ...]


# matplotlib draws in one thread at a time, and takes half a second to load: not on the event loop.
_THREAD = ThreadPoolExecutor(1, thread_name_prefix="chart")


async def drawn(chart: Chart) -> bytes:
    """The chart as a PNG."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, draw, chart)


def warm() -> None:
    """Load and try what draws, in its thread, so that the first picture comes as fast as the others."""
    _THREAD.submit(draw, Chart("", (Bar(1, label="1"),)))


def draw(chart: Chart) -> bytes:
    figure, axes = _canvas()
    axes.clear()
    _frame(axes, chart)
    _bars(axes, chart.bars)
    png = io.BytesIO()
    figure.savefig(png, format="png", facecolor=BACKGROUND, metadata={"Software": None})
    return png.getvalue()


@cache
def _canvas() -> tuple[Figure, Axes]:
    # Imported only if used. Not pyplot, which would keep figures and look for a screen.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure((WIDTH / _DOTS_PER_INCH, HEIGHT / _DOTS_PER_INCH), dpi=_DOTS_PER_INCH)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.1, 0.12, 0.86, 0.73))
    return figure, axes


def _frame(axes: Axes, chart: Chart) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_facecolor(BACKGROUND)
    axes.set_title(chart.title, color=INK, fontsize=_TITLE, loc="left", pad=18)
    axes.spines[:].set_visible(False)
    axes.tick_params(colors=INK, labelsize=_TEXT, length=0, pad=8)
    axes.grid(axis="y", color=_GRID, linewidth=1.5)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10], integer=True))
    ticks = [(place, bar.label) for place, bar in enumerate(chart.bars) if bar.label]
    axes.set_xticks([place for place, _ in ticks], [label for _, label in ticks])
    axes.set_xlim(-0.6, len(chart.bars) - 0.4)
    # Never lower than one right answer, with room above the highest bar for its figure.
    axes.set_ylim(0, max(10, *(bar.points for bar in chart.bars)) * 1.15)


def _bars(axes: Axes, bars: tuple[Bar, ...]) -> None:
    heights = [bar.points for bar in bars]
    most = max(heights)
    colours = [BEST if height == most else BAR for height in heights]
    axes.bar(range(len(bars)), heights, width=0.72, color=colours)
    empty = [place for place, bar in enumerate(bars) if bar.played and not bar.points]
    axes.plot(empty, [0] * len(empty), "o", color=BAR, markersize=9, clip_on=False)
    if most:
        axes.annotate(
            str(most),
            (heights.index(most), most),
            (0, 5),
            textcoords="offset points",
            ha="center",
            color=INK,
            fontsize=_TEXT,
        )
