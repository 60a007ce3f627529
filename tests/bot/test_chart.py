"""The picture of the last four weeks."""

from __future__ import annotations

import asyncio
import struct
import sys
import threading

import pytest

from bot import chart
from bot.chart import BACKGROUND, BAR, BEST, HEIGHT, INK, WIDTH, Bar, Chart, draw, drawn


def days(*points: int, played: bool = True) -> tuple[Bar, ...]:
    return tuple(
        Bar(some, played, f"Feb {place}" if place % 7 == 6 else "") for place, some in enumerate(points)
    )


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def luminance(colour: str) -> float:
    """How bright a colour is, 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_picture_is_a_png_of_the_size_that_was_planned() -> None:
    assert size_of(draw(Chart("Points a day", days(*range(0, 280, 10))))) == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    "bars", [days(0), days(*[0] * 28), days(*[0] * 28, played=False), days(10), days(123_456)]
)
def test_few_points_and_many_are_drawn_too(bars: tuple[Bar, ...]) -> None:
    assert size_of(draw(Chart("Points a day", bars))) == (WIDTH, HEIGHT)


def test_what_is_drawn_shows_each_thing_that_is_told() -> None:
    plain = Chart("Points a day", days(10, 20, 0))
    changed = [
        Chart("Puntos por día", plain.bars),
        Chart(plain.title, days(10, 30, 0)),
        Chart(plain.title, (*plain.bars[:2], Bar(0, played=False))),
        Chart(plain.title, (*plain.bars[:2], Bar(0, label="today"))),
    ]
    pictures = [draw(one) for one in (plain, *changed)]
    assert len(set(pictures)) == len(pictures)


def test_nothing_of_one_picture_is_left_in_the_next() -> None:
    first = draw(Chart("Points a day", days(10, 20)))
    draw(Chart("Another", days(*range(0, 1000, 100))))
    assert draw(Chart("Points a day", days(10, 20))) == first


def test_text_and_bars_stand_out_from_the_background() -> None:
    # WCAG 2.2: 7 for text (AAA), 3 for what is drawn.
    assert contrast(INK, BACKGROUND) >= 7
    assert contrast(BAR, BACKGROUND) >= 3
    assert contrast(BEST, BACKGROUND) >= 3


async def test_drawing_is_done_in_a_thread_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[str] = set()

    def note(one: Chart) -> bytes:
        threads.add(threading.current_thread().name)
        return draw(one)

    monkeypatch.setattr(chart, "draw", note)
    several = await asyncio.gather(*(drawn(Chart("", days(10 * n))) for n in range(5)))
    assert len(set(several)) == 5
    assert len(threads) == 1
    assert threads.pop().startswith("chart")


async def test_what_was_warmed_up_draws_on() -> None:
    chart.warm()
    assert size_of(await drawn(Chart("Points a day", days(10)))) == (WIDTH, HEIGHT)


def test_no_window_is_ever_opened() -> None:
    draw(Chart("", days(10)))
    assert "matplotlib.pyplot" not in sys.modules
