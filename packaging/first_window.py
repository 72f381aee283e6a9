"""Measure how long a person waits for the first window of the built program, on this machine.

    python3 packaging/first_window.py [PROGRAM]

starts it five times under an Xvfb of its own, after one start that does not count, and looks at the screen's memory
every 2 ms: the time ends when the window's first picture is there. As root also once cold: before it, the system is
told to forget every file that it has read. Prints the table that stands in `packaging/README.md`.
"""

import contextlib
import mmap
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from places import BUNDLE

_STARTS = 5
_PATIENCE = 60
_SETTLING = 0.5
_SCREEN = "1440x900x24"
_CACHES = Path("/proc/sys/vm/drop_caches")


@contextlib.contextmanager
def screen() -> Iterator[tuple[str, mmap.mmap]]:
    """A display, and its memory."""
    with tempfile.TemporaryDirectory() as folder:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-fbdir", folder, "-noreset"]
        with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
            os.close(write)
            with os.fdopen(read) as told:
                display = f":{told.readline().strip()}"
            try:
                with (Path(folder) / "Xvfb_screen0").open("rb") as file:
                    yield display, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            finally:
                server.terminate()


def seconds_to_window(program: Path, display: str, memory: mmap.mmap) -> tuple[float, float]:
    """From the start of the process to another picture on the middle of the screen: by the clock, and of processor."""
    middle = slice(len(memory) // 2, len(memory) // 2 + 100_000)
    time.sleep(_SETTLING)  # the server clears the screen in its own time
    empty = memory[middle]
    with tempfile.TemporaryDirectory() as home:
        variables = {"DISPLAY": display, "HOME": home, "PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "xcb"}
        started = time.perf_counter()
        with subprocess.Popen([str(program)], env=variables, stderr=subprocess.DEVNULL) as process:
            while memory[middle] == empty and time.perf_counter() < started + _PATIENCE:
                time.sleep(0.002)
            took = time.perf_counter() - started
            used = processor_seconds(process.pid)
            process.terminate()
    return took, used


def processor_seconds(process: int) -> float:
    """What a process has used so far; on a busy machine it waits longer than it works."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(program: Path) -> None:
    """Measure and print."""
    with screen() as (display, memory):
        seconds_to_window(program, display, memory)
        warm = [seconds_to_window(program, display, memory) for _ in range(_STARTS)]
        cold = []
        if os.access(_CACHES, os.W_OK):
            os.sync()
            _CACHES.write_text("3")
            cold = [seconds_to_window(program, display, memory)]
    print("| start | times | seconds to the first window, median | of all | of them processor time |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, starts in (("warm", warm), ("cold", cold)):
        if starts:
            clock, used = zip(*starts, strict=True)
            median, busy = statistics.median(clock), statistics.median(used)
            print(f"| {name} | {len(starts)} | {median:.2f} | {min(clock):.2f} – {max(clock):.2f} | {busy:.2f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else BUNDLE / "nnviz")
