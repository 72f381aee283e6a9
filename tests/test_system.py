import ctypes
import os

import pytest

from nnviz import system
from nnviz.system import is_seen_by_nobody, missing_libraries

X11_ONLY = ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0")


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Linux with a display, on which every library loads."""
    monkeypatch.setattr(system.sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    lacking(monkeypatch)
    return monkeypatch


def lacking(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> list[str]:
    """Let these libraries be missing; the names of all that are asked for."""
    asked: list[str] = []

    def load(name: str) -> object:
        asked.append(name)
        if name in libraries:
            raise OSError(f"{name}: cannot open shared object file")
        return object()

    monkeypatch.setattr(ctypes, "CDLL", load)
    return asked


def test_where_everything_is_there_nothing_is_said(linux: pytest.MonkeyPatch) -> None:
    asked = lacking(linux)
    assert missing_libraries() is None
    assert "libGL.so.1" in asked
    assert "libxcb-cursor.so.0" in asked


def test_what_is_missing_is_said_as_the_packages_to_install(linux: pytest.MonkeyPatch) -> None:
    lacking(linux, "libEGL.so.1", "libxcb-cursor.so.0")
    sentence = missing_libraries()
    assert sentence == (
        "system libraries are missing; on Debian and Ubuntu: sudo apt-get install libegl1 libxcb-cursor0"
    )


@pytest.mark.parametrize("platform", ["offscreen", "minimal"])
def test_without_a_window_on_a_screen_no_library_of_the_screen_is_needed(
    linux: pytest.MonkeyPatch, platform: str
) -> None:
    linux.setenv("QT_QPA_PLATFORM", platform)
    linux.delenv("DISPLAY")
    asked = lacking(linux, *X11_ONLY)
    assert missing_libraries() is None
    assert not set(asked) & set(X11_ONLY)
    lacking(linux, "libdbus-1.so.3")
    assert str(missing_libraries()).endswith("sudo apt-get install libdbus-1-3")


def test_without_a_display_no_library_helps(linux: pytest.MonkeyPatch) -> None:
    linux.delenv("DISPLAY")
    assert missing_libraries() == ("there is no display to open a window on; `nnviz train RECIPE` trains without one")
    linux.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert missing_libraries() is None


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_nothing_is_needed_and_nothing_is_looked_for(linux: pytest.MonkeyPatch, platform: str) -> None:
    linux.setattr(system.sys, "platform", platform)
    linux.delenv("DISPLAY")
    asked = lacking(linux, *X11_ONLY)
    assert missing_libraries() is None
    assert asked == []


def test_every_complaint_is_one_sentence(linux: pytest.MonkeyPatch) -> None:
    lacking(linux, *system._APT, *system._APT_X11)
    sentence = str(missing_libraries())
    assert "\n" not in sentence
    assert all(package in sentence for package in (system._APT | system._APT_X11).values())


def test_a_library_that_is_there_is_found_and_one_that_is_not_is_not() -> None:
    assert not system._loads("libno-such-thing.so.99")


def test_standard_error_is_read_by_nobody_after_a_double_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIO_LAUNCHED_DESKTOP_FILE_PID", raising=False)
    assert not is_seen_by_nobody()
    monkeypatch.setenv("GIO_LAUNCHED_DESKTOP_FILE_PID", "1")  # inherited from a terminal that was started so
    assert not is_seen_by_nobody()
    monkeypatch.setenv("GIO_LAUNCHED_DESKTOP_FILE_PID", str(os.getpid()))
    assert is_seen_by_nobody()
    monkeypatch.delenv("GIO_LAUNCHED_DESKTOP_FILE_PID")
    monkeypatch.setattr(system.sys, "stderr", None)  # a Windows program without a console
    assert is_seen_by_nobody()
