"""A fresh Debian of its own, made by debootstrap: a place to install in that has never seen nnviz."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

USER = "learner"
OWN = "try"
"""Folder at the top of it for what the trial itself puts there."""


class Debian:
    """A Debian below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.own = root / OWN

    def run(self, command: str, *, user: str = "root", check: bool = True) -> str:
        """Run a line of shell in it, with nobody there to answer a question; what it printed."""
        inside = f"export HOME=/home/{user} DISPLAY=:9 LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive; cd; {command}"
        switch = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if user != "root" else []
        words = ["chroot", str(self.root), *switch, "/bin/sh", "-c", inside.replace("/home/root", "/root")]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise SystemExit(f"{command}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def start(self, command: str, user: str) -> None:
        """Leave a line of shell running in it."""
        self.run(f"({command}) > /{OWN}/{user}.log 2>&1 &", user=user)

    def install(self, package: Path) -> None:
        """As apt installs a downloaded file: with all it depends on, and nothing it only recommends."""
        shutil.copy(package, self.own / package.name)
        self.run(f"apt-get install -y --no-install-recommends /{OWN}/{package.name}")

    def packages(self) -> str:
        """Name, version and state of every package that dpkg knows."""
        return self.run("dpkg-query --show --showformat='${Package} ${Version} ${Status}\\n'")


@contextlib.contextmanager
def debian(suite: str, mirror: str | None, tools: tuple[str, ...]) -> Iterator[Debian]:
    """A fresh one with these packages, a user and a screen; gone afterwards, with all that ran in it."""
    folder = Path(tempfile.mkdtemp(prefix=f"nnviz-{suite}-"))
    root = folder / "root"
    made = Debian(root)
    try:
        command = ["debootstrap", "--variant=minbase", suite, str(root), *([mirror] if mirror else [])]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for kind, place in (("proc", "proc"), ("devpts", "dev/pts"), ("tmpfs", "dev/shm")):
            subprocess.run(["mount", "-t", kind, kind, str(root / place)], check=True)
        made.own.mkdir()
        made.own.chmod(0o777)
        made.run(f"apt-get install -y --no-install-recommends {' '.join(tools)}")
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
