"""Write docs/gallery.html and docs/parity.md, and with Chromium pictures of the cards."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path

from docs import parity
from docs.gallery.page import page
from docs.gallery.story import every_card

DOCS = Path(__file__).parents[1]
PAGE = DOCS / "gallery.html"
WIDE, HIGH = 1500, 2600
# How many kinds of card one picture shows, so that it can be read.
IN_ONE_PICTURE = 4


def main() -> None:
    shown = asyncio.run(every_card())
    PAGE.write_text(page(shown), encoding="utf-8")
    parity.PAGE.write_text(parity.parity(shown["en"]), encoding="utf-8")
    print("docs/gallery.html shows every card, docs/parity.md what each platform offers.")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("For pictures of it, install Chromium (Debian: apt-get install chromium).")
        return
    for old in DOCS.glob("gallery-*.png"):
        old.unlink()
    for start in range(0, len(shown["en"]), IN_ONE_PICTURE):
        part = {language: cards[start : start + IN_ONE_PICTURE] for language, cards in shown.items()}
        _picture(chromium, page(part), DOCS / f"gallery-{start // IN_ONE_PICTURE + 1:02}.png")
    print(f"{DOCS.name}/gallery-*.png are its pictures.")


def _picture(chromium: str, html: str, picture: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(html, encoding="utf-8")
        command = [
            chromium,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--hide-scrollbars", f"--user-data-dir={folder}/profile", f"--window-size={WIDE},{HIGH}"),
            f"--screenshot={picture}",
            file.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
