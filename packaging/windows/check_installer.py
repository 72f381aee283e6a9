"""Tries the installer out under Wine, over a stand-in for the program.

    python3 packaging/windows/check_installer.py

installs an older version silently, then a newer one over it, and removes that, looking each time at the files, the
Start menu and the registry. Without makensis or Wine it says so and does the less. Takes a minute.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from places import PACKAGING, run
from windows.installer import compile_installer, makensis
from workshop import build_python

_CLASSES = r"HKCU\Software\Classes"
_UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\nnviz"
_PATIENCE = 60.0
_TO_START = 3.0


class Machine:
    """A Windows of its own, made by Wine in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self._environment = dict(os.environ) | {
            "WINEPREFIX": str(folder),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",  # else it asks whether to download them
        }
        self._environment.pop("DISPLAY", None)
        self.drive = folder / "drive_c"
        self._wine("wineboot", "--init")
        self.home = next(path for path in (self.drive / "users").iterdir() if path.name != "Public")
        self.program = self.home / "AppData" / "Local" / "Programs" / "nnviz"
        self.settings = self.home / "AppData" / "Roaming" / "nnviz"

    def be_windows(self, name: str) -> None:
        """Say of itself to be this version, such as ``win10``."""
        self._wine("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", name, "/f")

    def run_installer(self, installer: Path, *words: str) -> int:
        """Run an installer that asks nothing; its exit status."""
        return self._wine(str(installer), "/S", *words)

    def uninstall(self) -> None:
        """Remove the program as Windows does, and wait: the uninstaller goes on as a copy of itself."""
        self._wine(str(self.program / "uninstall.exe"), "/S")
        end = time.monotonic() + _PATIENCE
        while (self.program / "uninstall.exe").exists() or self.value(_UNINSTALL, "DisplayName"):
            if time.monotonic() > end:
                raise AssertionError("the uninstaller did not end")
            time.sleep(0.2)

    def start_waiting(self, program: Path) -> subprocess.Popen[bytes]:
        """Let a program run until its input is closed: Windows' own command line, in the place of ours."""
        shutil.copyfile(self.drive / "windows" / "system32" / "cmd.exe", program)
        command = ["wine", str(program), "/c", "pause"]
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(command, env=self._environment, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere)

    def value(self, key: str, name: str = "") -> str:
        """A value of the registry, the key's own without a name; empty where there is none."""
        wanted = ["/v", name] if name else ["/ve"]
        told = subprocess.run(
            ["wine", "reg", "query", key, *wanted], env=self._environment, capture_output=True, text=True, check=False
        )
        lines = [line.strip() for line in told.stdout.splitlines() if "REG_" in line]
        return lines[0].split("    ")[-1] if told.returncode == 0 and lines else ""

    def stop(self) -> None:
        """End its services."""
        subprocess.run(["wineserver", "--kill"], env=self._environment, check=False)
        subprocess.run(["wineserver", "--wait"], env=self._environment, check=False)

    def _wine(self, *words: str) -> int:
        command = ["wine", *words]
        return subprocess.run(command, env=self._environment, capture_output=True, timeout=120, check=False).returncode


def main() -> int:
    """Compile, and try what was compiled; the exit status."""
    if makensis() is None:
        print("skipped: makensis is not here (Debian: the package nsis)")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run([build_python(), PACKAGING / "icon_files.py", folder / "icons"])
        installers = {}
        for version, leftover in (("0.0.9", "old.txt"), ("0.1.0", "new.txt")):
            payload = stand_in(folder / version, leftover)
            installers[version] = folder / f"nnviz-{version}-windows-x64.exe"
            compile_installer(payload, folder / "icons", installers[version], version)
            print(f"compiled {installers[version].name}: {installers[version].stat().st_size:,} bytes")
        if shutil.which("wine") is None:
            print("skipped: Wine is not here (Debian: the packages wine and wine64), so nothing was installed")
            return 0
        machine = Machine(folder / "wine")
        try:
            try_out(machine, installers["0.0.9"], installers["0.1.0"])
        finally:
            machine.stop()
    print("installed, upgraded and removed under Wine; the user's own files are left")
    return 0


def stand_in(folder: Path, leftover: str) -> Path:
    """A folder that looks like the program of one version; the one file has this name in no other version."""
    for path in ("nnviz.exe", "nnviz-cli.exe", "_internal/deep/er/a b.txt", f"_internal/{leftover}"):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(folder.name)
    return folder


def try_out(machine: Machine, older: Path, newer: Path) -> None:
    """Install, upgrade and remove; every step is looked at."""
    program = machine.program
    machine.be_windows("win7")
    check(machine.run_installer(older) == 3 and not program.exists(), "too old a Windows is refused with 3")
    machine.be_windows("win10")
    check(machine.run_installer(older) == 0, "the silent installer ends with 0")
    check((program / "_internal" / "old.txt").is_file(), "the program is there")
    check(machine.value(_UNINSTALL, "DisplayVersion") == "0.0.9", "Windows knows its version")
    command = machine.value(rf"{_CLASSES}\nnviz.document\shell\open\command")
    check(machine.value(rf"{_CLASSES}\.nnviz") == "nnviz.document", "documents belong to it")
    check(command.endswith('\\nnviz.exe" "%1"'), f"a double click starts it: {command}")
    check(machine.value(rf"{_CLASSES}\nnviz.document\DefaultIcon").endswith("document.ico"), "documents have an icon")
    check(bool(list(machine.drive.rglob("Start Menu/Programs/nnviz.lnk"))), "it is in the Start menu")

    own = program / "my experiment.nnviz"
    own.write_text("{}")
    machine.settings.mkdir(parents=True)
    (machine.settings / "nnviz.ini").write_text("[General]")
    check(machine.run_installer(newer) == 0, "the newer one installs over it")
    check((program / "_internal" / "new.txt").is_file(), "its files are there")
    check(not (program / "_internal" / "old.txt").exists(), "those that only the older one had are gone")
    check((program / "nnviz.exe").read_text() == "0.1.0", "the program is the newer one")
    check(machine.value(_UNINSTALL, "DisplayVersion") == "0.1.0", "Windows knows the newer version")
    check((machine.settings / "nnviz.ini").is_file(), "an upgrade leaves the settings")

    with machine.start_waiting(program / "nnviz.exe") as running:
        time.sleep(_TO_START)
        check(machine.run_installer(newer) == 2, "while it runs, the silent installer refuses with 2")
        check((program / "_internal" / "new.txt").is_file(), "and changes nothing")
        running.communicate()

    machine.uninstall()
    left = sorted(path.name for path in program.iterdir())
    check(left == [own.name], f"only the user's document is left in its folder: {left}")
    check(not machine.settings.exists(), "its settings are gone")
    check(not list(machine.drive.rglob("nnviz.lnk")), "it is gone from the Start menu")
    for key in (rf"{_CLASSES}\.nnviz", rf"{_CLASSES}\nnviz.document\shell\open\command"):
        check(machine.value(key) == "", f"the registry forgets {key}")

    elsewhere = machine.drive / "elsewhere"
    own.unlink()
    check(machine.run_installer(older) == 0, "it installs again")
    check(machine.run_installer(newer, r"/D=C:\elsewhere") == 0, "an administrator chooses another folder")
    check((elsewhere / "nnviz.exe").is_file(), "and it is there")
    check(not program.exists(), "and no longer where it was")
    check(machine.value(_UNINSTALL, "InstallLocation") == r"C:\elsewhere", "Windows knows its new place")


def check(holds: bool, what: str) -> None:
    """Say that something holds, or end here."""
    if not holds:
        raise AssertionError(what)
    print(f"  {what}")


if __name__ == "__main__":
    sys.exit(main())
