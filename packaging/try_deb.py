"""Live with the Debian package as a teacher would: on a fresh Debian without Python, from installing to removing.

    sudo python3 packaging/try_deb.py bookworm|trixie [--mirror ADDRESS] [--package FILE.deb]

makes the Debian with debootstrap in a temporary folder, and in it: installs an older build, clicks nnviz in the menu,
clicks Play and reads on the screen that it learns, opens a document as a double click does, upgrades, and removes;
then the whole file system outside the user's home has to be what it was. Pictures go to build/try/SUITE.
"""

import argparse
import math
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from linux import deb, traces
from linux.debian import USER, Debian, debian
from linux.desk import PATIENCE, Desk
from linux.desk import TOOLS as DESK_TOOLS
from linux.libraries import OPTIONAL
from places import BUILD, DIST, version

OLDER = "0.0.1-1"
TOOLS = (
    *DESK_TOOLS,
    *("dbus-x11", "desktop-file-utils", "fonts-dejavu-core", "gtk-update-icon-cache", "hicolor-icon-theme"),
    *("libglib2.0-bin", "rofi", "shared-mime-info"),
)
"""What a desktop has: a menu, documents with types, icons, letters."""

MENU = (
    "rofi -show drun -drun-categories Education -hover-select -me-select-entry '' -me-accept-entry MousePrimary"
    ' -theme-str \'* {font: "DejaVu Sans 24";} mainbox {children: [listview];}'
    " window {location: northwest; anchor: northwest; width: 700px;}'"
)
"""A menu in the corner that shows the learning programs, and starts the one that is clicked once."""

ENTRY, ENTRY_TEXT = (200, 25), "660x36+8+12"
PLAY, MEASURES = (143, 54), "380x30+1060+32"
STATUS = (700, 888)
"""Where to click and to read: the menu's first line, and in a window of 1440 × 900 its button, step and losses."""

NOTHING_TO_ASK = {"", "control", "md5sums"}
"""Files of a package's control archive; with any other, it could ask the user or run something of its own."""


class Measures(NamedTuple):
    """What the window says of the run: how many steps the network has made, and the training loss in nats."""

    step: int
    training_loss: float


def live(system: Debian, desk: Desk, package: Path) -> None:
    """The whole life, a sentence for each thing that was seen."""
    demand(not system.run("command -v python3 python || true").strip(), "a Debian without Python")
    before, packages = traces.tree(system.root), system.packages()
    demand(control_files(package) == NOTHING_TO_ASK, "the package asks nothing and runs nothing of its own")

    system.install(older_build(package, system.root.parent / f"nnviz_{OLDER}_{deb.ARCHITECTURE}.deb"))
    demand(installed(system) == OLDER, f"click 1, Install (apt in the software centre's place): nnviz {OLDER}")
    demand(not (missing := missing_libraries(system)), f"no library is missing {' '.join(missing)}")
    start_from_menu(system, desk)
    demand(True, "click 2, nnviz among the learning programs of the menu: its window is open")
    fresh, learned = play(desk)
    demand(
        learned.step > fresh.step == 0 and learned.training_loss < fresh.training_loss,
        f"click 3, Play: step {fresh.step} → {learned.step}, "
        f"training loss {fresh.training_loss} → {learned.training_loss}",
    )
    quit_window(system, desk)

    system.run("nnviz train xor --steps 10 --save lesson.nnviz", user=USER)
    kind = system.run("gio info -a standard::content-type lesson.nnviz", user=USER)
    demand("application/x-nnviz" in kind, "a document has its type")
    lesson = open_document(system, desk)
    demand(lesson.training_loss != fresh.training_loss, "a double click on a document opens it, with its own loss")

    settings = system.run("cat .config/nnviz/nnviz.ini", user=USER)
    system.install(package)
    told = system.run("nnviz --version", user=USER).strip()
    demand(installed(system) == f"{version()}-1" and told == f"nnviz {version()}", f"upgraded: {told}")
    demand(system.run("cat .config/nnviz/nnviz.ini", user=USER) == settings, "the upgrade left the settings alone")
    smoke = system.run("QT_QPA_PLATFORM=offscreen nnviz --smoke 2>&1 | grep 'smoke test: trained'", user=USER)
    demand(bool(smoke), smoke.strip())
    demand(open_document(system, desk) == lesson, "a double click opens the older build's document in the newer one")

    system.run("apt-get purge --autoremove -y nnviz")
    demand(system.packages() == packages, "removed: the packages are those from before")
    after = traces.tree(system.root)
    demand(
        not (left := traces.differences(before, after)),
        f"the {len(before):,} files and folders outside the home are those from before {' | '.join(left)}",
    )
    kept = system.run("find . -iname '*nnviz*' -type f", user=USER).split()
    demand("./lesson.nnviz" in kept, f"left at home: {' '.join(kept)}")


def demand(holds: bool, what: str) -> None:
    """Say that something holds, or end here."""
    if not holds:
        raise SystemExit(f"does not hold: {what}")
    print(f"  {what.strip()}", flush=True)


def control_files(package: Path) -> set[str]:
    """Names in a package's control archive."""
    command = f"dpkg-deb --ctrl-tarfile '{package}' | tar --list"
    told = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout
    return {name.removeprefix("./") for name in told.split()}


def older_build(package: Path, older: Path) -> Path:
    """The same package under an earlier version's number, written there."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "--raw-extract", str(package), folder], check=True)
        control = Path(folder) / "DEBIAN" / "control"
        fields = re.sub(r"^Version: .*$", f"Version: {OLDER}", control.read_text(encoding="utf-8"), flags=re.MULTILINE)
        control.write_text(fields, encoding="utf-8")
        build = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z0", "--build", folder, str(older)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return older


def installed(system: Debian) -> str:
    """The version that dpkg knows."""
    return system.run("dpkg-query --show --showformat='${Version}' nnviz").strip()


def missing_libraries(system: Debian) -> list[str]:
    """What the loader does not find for any file of the program, but for what Qt can do without."""
    there = "/usr/lib/nnviz/_internal"
    look = f"find {there} -name '*.so*' -type f -exec env LD_LIBRARY_PATH={there} ldd {{}} + | grep 'not found'"
    told = system.run(look, check=False)
    return sorted({line.split()[0] for line in told.splitlines() if "not found" in line} - OPTIONAL.keys())


def start_from_menu(system: Debian, desk: Desk) -> None:
    """Open the menu of learning programs, and click the name."""
    system.start(MENU, USER)
    desk.wait_for(ENTRY_TEXT, lambda text: "Neural network visualizer" in text)
    desk.keep("menu")
    desk.click(ENTRY)
    desk.fill(desk.window("nnviz"))


def play(desk: Desk) -> tuple[Measures, Measures]:
    """Click Play, and wait until the run goes on; what the window said before and after."""
    fresh = measures(desk, at_least=0)
    desk.keep("started")
    desk.click(PLAY)
    learned = measures(desk, at_least=1)
    desk.keep("learning")
    return fresh, learned


def measures(desk: Desk, at_least: int) -> Measures:
    """What the window says, once it has come to this step."""
    return measures_in(desk.wait_for(MEASURES, lambda text: measures_in(text).step >= at_least))


def measures_in(text: str) -> Measures:
    """What a line such as ``3,087 0.2785 0.2827 96.0 %`` says; step −1 where it says something else."""
    found = re.match(r"([\d,]+) (\d+\.\d+) ", text)
    return Measures(int(found[1].replace(",", "")), float(found[2])) if found else Measures(-1, math.nan)


def open_document(system: Debian, desk: Desk) -> Measures:
    """What a file manager does after a double click; what the window says then."""
    system.start("gio open lesson.nnviz", USER)
    desk.fill(desk.window("lesson.nnviz"))
    found = measures(desk, at_least=0)
    desk.keep("document")
    quit_window(system, desk)
    return found


def quit_window(system: Debian, desk: Desk) -> None:
    """As a hand does it, by the keyboard; nothing of it may go on."""
    desk.click(STATUS, "ctrl+q")
    end = time.monotonic() + PATIENCE
    while system.run("pgrep -x nnviz", check=False).strip():
        if time.monotonic() > end:
            raise SystemExit("Ctrl+Q does not end it")
        time.sleep(0.2)


def main() -> int:
    """Make it, live in it, take it away."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("suite", choices=("bookworm", "trixie"))
    parser.add_argument("--mirror", help="where debootstrap finds Debian, if not at its usual place")
    parser.add_argument("--package", type=Path, default=DIST / f"nnviz_{version()}-1_{deb.ARCHITECTURE}.deb")
    options = parser.parse_args()
    with debian(options.suite, options.mirror, TOOLS) as system:
        print(f"Debian {system.run('cat /etc/debian_version').strip()}")
        live(system, Desk(system, BUILD / "try" / options.suite), options.package)
    return 0


if __name__ == "__main__":
    sys.exit(main())
