"""A hand and an eye in a Debian that has a screen: clicks, keys, pictures, and what can be read on them."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from linux.debian import OWN, USER, Debian

TOOLS = ("imagemagick", "procps", "tesseract-ocr", "tesseract-ocr-eng", "xdotool", "xvfb")
"""Debian packages that act for both."""

PATIENCE = 90


class Desk:
    """The one screen of a Debian."""

    def __init__(self, system: Debian, pictures: Path) -> None:
        self._system = system
        self._pictures = pictures

    def click(self, place: tuple[int, int], *keys: str) -> None:
        """Press the left button there, then these keys: a click gives the keyboard to the window."""
        move = (
            f"xdotool mousemove {place[0] - 2} {place[1]} sleep 0.2 mousemove {place[0]} {place[1]} sleep 0.2 click 1"
        )
        self._system.run(" ".join([move, *(f"key {key}" for key in keys)]), user=USER)

    def window(self, title: str) -> str:
        """The number of the window with this in its title, once it is there."""
        end = time.monotonic() + PATIENCE
        search = f"xdotool search --onlyvisible --name '{title}'"
        while time.monotonic() < end:
            if found := self._system.run(search, user=USER, check=False).split():
                return found[0]
            time.sleep(0.2)
        self.keep("missing")
        raise SystemExit(f"no window with {title!r} in its title came within {PATIENCE} s")

    def fill(self, window: str) -> None:
        """Let a window take the whole screen, as a window manager would."""
        self._system.run(f"xdotool windowsize --sync {window} 1440 900 windowmove {window} 0 0", user=USER, check=False)

    def read(self, part: str) -> str:
        """The line of text in a part of the screen, given as ImageMagick writes a rectangle."""
        options = f"-crop {part} +repage -resize 300% -colorspace gray"  # the reader wants large letters
        self._system.run(f"import -window root png:- | convert png:- {options} /{OWN}/look.png")
        return self._system.run(f"tesseract /{OWN}/look.png - --psm 7 2> /dev/null").strip()

    def wait_for(self, part: str, wanted: Callable[[str], bool]) -> str:
        """The line of text in a part of the screen, once it is as wanted."""
        end = time.monotonic() + PATIENCE
        while not wanted(text := self.read(part)):
            if time.monotonic() > end:
                self.keep("unread")
                raise SystemExit(f"after {PATIENCE} s the screen says {text!r} at {part}")
            time.sleep(0.2)
        return text

    def keep(self, name: str) -> None:
        """Keep what is on the screen under this name."""
        self._system.run(f"import -window root /{OWN}/picture.png")
        self._pictures.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._system.own / "picture.png", self._pictures / f"{name}.png")
