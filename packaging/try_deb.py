"""Live with the Debian package as a teacher would: on a fresh Debian without Python, from installing to removing.

    sudo python3 packaging/try_deb.py bookworm|trixie [--mirror ADDRESS] [--package FILE.deb]

makes the Debian with debootstrap in a temporary folder, and in it: installs an older build, finds nnviz by its desktop
entry, starts it under Xvfb, clicks Play and sees that it trains, opens a document as a double click does, upgrades,
and removes; then nothing of nnviz may be left outside the user's home. Pictures of the windows go to build/try/SUITE.
"""

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from linux import deb
from linux.libraries import OPTIONAL
from places import BUILD, DIST, version

USER = "learner"
OLDER = "0.0.1-1"
TOOLS = (
    *("dbus-x11", "desktop-file-utils", "hicolor-icon-theme", "imagemagick", "libglib2.0-bin", "libgtk-3-bin"),
    *("procps", "shared-mime-info", "xdotool", "xvfb"),
)
"""What a desktop has, and what acts for the hand and the eye."""

PATIENCE = 90
PLAY = (143, 54)
STATUS = (700, 888)
"""Where the button and the status line stand in a window of 1440 × 900, from its corner."""


class Debian:
    """A Debian of its own below a folder."""

    def __init__(self, root: Path, pictures: Path) -> None:
        self.root = root
        self.pictures = pictures

    def run(self, command: str, *, user: str = "root", check: bool = True) -> str:
        """Run a line of shell in it; what it printed."""
        inside = f"export HOME=/home/{user} DISPLAY=:9 LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive; cd; {command}"
        switch = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if user != "root" else []
        words = ["chroot", str(self.root), *switch, "/bin/sh", "-c", inside.replace("/home/root", "/root")]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise SystemExit(f"{command}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def start(self, command: str, user: str) -> None:
        """Leave a line of shell running in it."""
        self.run(f"({command}) > /tmp/{user}.log 2>&1 &", user=user)

    def install(self, package: Path) -> None:
        """As apt installs a downloaded file: with all it depends on, and nothing it only recommends."""
        shutil.copy(package, self.root / "tmp" / package.name)
        self.run(f"apt-get install -y --no-install-recommends /tmp/{package.name}")

    def window(self, title: str) -> str:
        """The number of the window with this in its title, once it is there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := self.run(f"xdotool search --onlyvisible --name '{title}'", user=USER, check=False).split():
                return found[0]
            time.sleep(0.2)
        self.picture("missing")
        raise SystemExit(f"no window with {title!r} in its title came within {PATIENCE} s")

    def picture(self, name: str) -> bytes:
        """What is on the screen; kept under this name."""
        self.run("import -window root /tmp/picture.ppm")
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.run("convert /tmp/picture.ppm /tmp/picture.png")
        shutil.copy(self.root / "tmp" / "picture.png", self.pictures / f"{name}.png")
        return (self.root / "tmp" / "picture.ppm").read_bytes()


@contextlib.contextmanager
def debian(suite: str, mirror: str | None) -> Iterator[Debian]:
    """A fresh one, with a user and a screen; gone afterwards, with all that ran in it."""
    folder = Path(tempfile.mkdtemp(prefix=f"nnviz-{suite}-"))
    root = folder / "root"
    made = Debian(root, BUILD / "try" / suite)
    try:
        command = ["debootstrap", "--variant=minbase", suite, str(root), *([mirror] if mirror else [])]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for kind, place in (("proc", "proc"), ("devpts", "dev/pts"), ("tmpfs", "dev/shm")):
            subprocess.run(["mount", "-t", kind, kind, str(root / place)], check=True)
        made.run(f"apt-get install -y --no-install-recommends {' '.join(TOOLS)}")
        made.run(f"useradd --create-home --user-group {USER}")
        made.start("Xvfb :9 -screen 0 1440x900x24", "root")
        yield made
    finally:
        _end_all_in(root)
        for place in ("dev/shm", "dev/pts", "proc"):
            subprocess.run(["umount", str(root / place)], check=False, stderr=subprocess.DEVNULL)
        if not any(line.split()[1].startswith(str(root)) for line in Path("/proc/mounts").read_text().splitlines()):
            shutil.rmtree(folder, ignore_errors=True)


def _end_all_in(root: Path) -> None:
    """End the processes that have this folder for their root, and no others."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "root").resolve() == root.resolve():
                subprocess.run(["kill", "-9", process.name], check=False)


def live(system: Debian, package: Path) -> None:
    """The whole life, a sentence for each thing that was seen."""
    say(f"a Debian without Python: {system.run('command -v python3 || echo none').strip()}")
    older = deb.pack(OLDER, BUILD / "try", level=0)
    system.install(older)
    say(f"installed {installed(system)}")
    say(f"libraries that are missing: {missing_libraries(system) or 'none'}")

    system.start("gtk-launch nnviz", USER)
    window = system.window("nnviz")
    system.run(f"xdotool windowsize --sync {window} 1440 900 windowmove {window} 0 0", user=USER, check=False)
    time.sleep(8)
    before = system.picture("started")
    system.run(f"xdotool mousemove {PLAY[0]} {PLAY[1]} click 1", user=USER)
    time.sleep(5)
    first = system.picture("clicked")
    time.sleep(2)
    if first in (before, system.picture("learning")):
        raise SystemExit("a click on Play changed nothing")
    say("found by its desktop entry, started, clicked: it learns")
    quit_window(system)

    system.run("nnviz train three-clusters --steps 10 --save lesson.nnviz", user=USER)
    say(system.run("gio info -a standard::content-type lesson.nnviz | tail -1", user=USER).strip())
    system.start("gio open lesson.nnviz", USER)
    system.window("lesson.nnviz")
    time.sleep(5)
    system.picture("document")
    say("a double click on a document opens it")
    quit_window(system)

    system.install(package)
    say(f"upgraded to {installed(system)}: {system.run('nnviz --version', user=USER).strip()}")
    say(system.run("QT_QPA_PLATFORM=offscreen nnviz --smoke 2>&1 | grep smoke", user=USER).strip())
    system.run("apt-get purge -y nnviz")
    if left := left_overs(system):
        raise SystemExit(f"left outside the home folder: {left}")
    kept = system.run("find . -iname '*nnviz*'", user=USER).split()
    say(f"removed; left at home: {' '.join(kept)}")


def installed(system: Debian) -> str:
    """The version that dpkg knows."""
    return system.run("dpkg-query --show nnviz").strip().replace("\t", " ")


def missing_libraries(system: Debian) -> list[str]:
    """What the loader does not find for any file of the program, but for what Qt can do without."""
    there = "/usr/lib/nnviz/_internal"
    look = f"find {there} -name '*.so*' -type f -exec env LD_LIBRARY_PATH={there} ldd {{}} + | grep 'not found'"
    told = system.run(look, check=False)
    return sorted({line.split()[0] for line in told.splitlines() if "not found" in line} - OPTIONAL.keys())


def quit_window(system: Debian) -> None:
    """As a hand does it, by the keyboard, which a click gives to the window; nothing of it may go on."""
    system.run(f"xdotool mousemove {STATUS[0]} {STATUS[1]} click 1 key ctrl+q", user=USER)
    end = time.monotonic() + PATIENCE
    while system.run("pgrep -x nnviz", check=False).strip():
        if time.monotonic() > end:
            raise SystemExit("Ctrl+Q does not end it")
        time.sleep(0.2)


def left_overs(system: Debian) -> str:
    """Files outside of homes that have its name, or name it; logs tell of the past and may."""
    places = "/bin /etc /lib /opt /root /srv /usr /var/cache /var/lib"
    named = system.run(f"find {places} -xdev -iname '*nnviz*' -not -path '/var/cache/apt/*' 2>/dev/null", check=False)
    naming = system.run("grep -rIl nnviz /etc /usr/share /var/lib/dpkg 2>/dev/null", check=False)
    return " ".join((named + naming).split())


def say(sentence: str) -> None:
    """Tell who waits."""
    print(f"  {sentence}", flush=True)


def main() -> int:
    """Make it, live in it, take it away."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("suite", choices=("bookworm", "trixie"))
    parser.add_argument("--mirror", help="where debootstrap finds Debian, if not at its usual place")
    parser.add_argument("--package", type=Path, default=DIST / f"nnviz_{version()}-1_{deb.ARCHITECTURE}.deb")
    options = parser.parse_args()
    with debian(options.suite, options.mirror) as system:
        print(f"Debian {system.run('cat /etc/debian_version').strip()}")
        live(system, options.package)
    return 0


if __name__ == "__main__":
    sys.exit(main())
