"""Set nnviz up on this machine, then run it or check it.

    python3 packaging/dev.py run [ARGS...]          nnviz; ARGS go to it unchanged
    python3 packaging/dev.py test [PYTEST-ARGS...]  every check, then the tests
    python3 packaging/dev.py setup                  the set-up alone

Each makes what is missing: a virtual environment in .venv with the pinned packages and, on Linux, system libraries.
"""

import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

# Older Pythons stumble over the annotations below, and over syntax such as `match`, which this file does without.
if sys.version_info < (3, 11):  # noqa: UP036 - this file is read by whatever python3 the machine has
    sys.exit(f"nnviz needs Python 3.11 or newer, and this is Python {sys.version_info[0]}.{sys.version_info[1]}.")

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "packaging" / "requirements.txt"
DEVELOPMENT = ROOT / "packaging" / "requirements-dev.txt"  # holds the runtime packages as well
IN_PARALLEL = ("-n", "logical", "--maxprocesses=4", "--dist=loadfile")  # a test of a window mostly waits
WORKFLOWS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / ".github" / "workflows").glob("*.yml"))
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")

# Libraries that the PySide6 wheels expect of a Linux system, each with the Debian package that holds it.
OFFSCREEN_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}

WINDOWLESS_COMMANDS = {"train", "presets", "check", "export"}
WINDOWLESS_OPTIONS = {"--help", "-h", "--version"}


class SetupError(Exception):
    """A sentence for the user that says why the set-up cannot go on, and what to do."""


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; returns the exit status."""
    try:
        return obey(arguments)
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"The machine refused: {error}.")
        return 1
    except KeyboardInterrupt:
        return 130  # what a shell reports for a command ended by Ctrl-C


def obey(arguments: list[str]) -> int:
    """Hand the arguments over to the sub-command that they begin with."""
    command, rest = arguments[:1], arguments[1:]
    if command == ["run"]:
        return run(rest)
    if command == ["test"]:
        return test(rest)
    if arguments == ["setup"]:
        set_up(libraries_for_platform("offscreen"), DEVELOPMENT)
        return 0
    asked_for_help = arguments in (["--help"], ["-h"])
    print(str(__doc__).strip(), file=sys.stdout if asked_for_help else sys.stderr)
    return 0 if asked_for_help else 2


# ---- run ----------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Run nnviz in place of this script, so that signals and the exit status are nnviz's own."""
    if needs_window(arguments):
        check_display()
        set_up(libraries_for_platform(os.environ.get("QT_QPA_PLATFORM", "")), RUNTIME)
    else:
        set_up({}, RUNTIME)
    command = [str(PYTHON), "-m", "nnviz", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - there is no shell, which is the point
    return subprocess.call(command)


def needs_window(arguments: list[str]) -> bool:
    """Whether nnviz opens a window when it is given these arguments."""
    if WINDOWLESS_OPTIONS.intersection(arguments):
        return False
    words = [argument for argument in arguments if not argument.startswith("-")]
    return not words or words[0] not in WINDOWLESS_COMMANDS


def check_display() -> None:
    """Refuse to go on where Linux has no display; a platform that the user chose for Qt may do without."""
    if not sys.platform.startswith("linux"):
        return
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise SetupError(
            "There is no display here to open a window on, but nnviz train works without one: "
            "python3 packaging/dev.py run train three-clusters"
        )


# ---- test ---------------------------------------------------------------------------------------------------------


def test(pytest_arguments: list[str]) -> int:
    """Make every check, also after one has failed; 0 if all passed, else 1."""
    environment = check_environment()
    set_up(libraries_for_platform(environment["QT_QPA_PLATFORM"]), DEVELOPMENT)
    results = [check(name, command, environment) for name, command in checks(pytest_arguments)]
    print("\n== summary ==")
    for name, passed, seconds in results:
        print(f"{'pass' if passed else 'FAIL'}  {name:<17}{seconds:6.1f} s")
    return 0 if all(passed for _, passed, _ in results) else 1


def check_environment() -> dict[str, str]:
    """This environment, with Qt drawing to memory and one thread for BLAS, unless it says otherwise."""
    defaults = {"QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1"}
    return dict(os.environ) | {name: os.environ.get(name) or value for name, value in defaults.items()}


def checks(pytest_arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Name and command of each check; pytest comes last, so that its verdict ends the output.

    Coverage is demanded of the tests that mirror the covered packages. Those of the window would add nothing to it, and
    watched by coverage they take three times as long. Arguments choose some of the tests, and some cannot reach it.
    """
    textbook = ["tests/core", "tests/data", "tests/experiment"]
    tests = [("tests", ["pytest", *pytest_arguments])]
    if not pytest_arguments:
        tests = [
            ("textbook tests", ["pytest", *IN_PARALLEL, *textbook, "--cov", "--cov-report=term"]),
            ("other tests", ["pytest", *IN_PARALLEL, *(f"--ignore={folder}" for folder in textbook)]),
        ]
    return [
        ("format", ["ruff", "format", "--check"]),
        ("lint", ["ruff", "check"]),
        ("import contracts", ["lint-imports"]),
        ("types", ["basedpyright"]),
        ("workflows", ["actionlint", *WORKFLOWS]),  # by name: unasked, it wants a .git, which a download lacks
        *tests,
    ]


def check(name: str, command: list[str], environment: dict[str, str]) -> tuple[str, bool, float]:
    """Make one check under its own heading; returns its name, whether it passed, and its seconds."""
    print(f"\n== {name}: {' '.join(command)} ==", flush=True)
    start = time.monotonic()
    tool = shutil.which(command[0], path=str(SCRIPTS))
    if tool is None:
        raise SetupError(f"{command[0]} is not in .venv; delete .venv and type the same command again.")
    status = subprocess.call([tool, *command[1:]], cwd=ROOT, env=environment)
    return name, status == 0, time.monotonic() - start


# ---- set-up -------------------------------------------------------------------------------------------------------


def set_up(libraries: dict[str, str], requirements: Path) -> None:
    """Make what is missing: these system libraries first, then the packages of this requirement file in `.venv`."""
    missing = missing_libraries(libraries) if sys.platform.startswith("linux") else []
    packages = [libraries[soname] for soname in missing]
    if not is_ready(RUNTIME) and not can_make_venv():
        packages.append(f"python{python_version()}-venv")
    if packages:
        install_system_packages(packages, missing)
    if not is_ready(RUNTIME):
        make_venv()
    if not is_ready(requirements):
        install(requirements)


def say(sentence: str) -> None:
    """Tell the user something without touching standard output, which belongs to nnviz and the checks."""
    print(sentence, file=sys.stderr, flush=True)


def succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a command, its output to standard error; whether it ended with status 0."""
    with subprocess.Popen(command, stdout=sys.stderr, env=environment) as process:
        try:
            return process.wait() == 0
        except KeyboardInterrupt:
            # Ctrl-C reaches pip and apt-get as well; their tidying up takes them a moment.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
            process.kill()
            raise


# ---- system libraries ---------------------------------------------------------------------------------------------


def libraries_for_platform(qt_platform: str) -> dict[str, str]:
    """What Qt needs to draw by way of this value of ``QT_QPA_PLATFORM``: soname → Debian package."""
    if qt_platform == "" or "xcb" in qt_platform:
        return OFFSCREEN_LIBRARIES | X11_LIBRARIES
    return OFFSCREEN_LIBRARIES


def missing_libraries(sonames: Iterable[str]) -> list[str]:
    """Those of the libraries that this system cannot load; asking the loader works on every distribution."""
    return [soname for soname in sonames if not is_loadable(soname)]


def is_loadable(soname: str) -> bool:
    """Whether the system's loader finds the library and everything that it needs in turn."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str], missing: list[str]) -> None:
    """Install Debian packages if this user may; where not, name the one line to type."""
    if not shutil.which("apt-get"):
        raise SetupError(lacking_without_apt(missing))
    line = f"sudo apt-get install -y {' '.join(packages)}"
    prefix = becoming_root()
    if prefix is None:
        raise SetupError(f"System packages are missing; type this once, then the same command again: {line}")
    if prefix:
        say(f"System packages are missing; sudo may ask for your password to install: {' '.join(packages)}")
    # Patience with another apt-get's lock: fresh machines often update themselves in the background.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=60"]
    succeeds([*apt, "update"])  # its failure is no verdict: a broken third-party source is enough for one
    if not succeeds([*apt, "install", "-y", "--no-install-recommends", *packages]) or missing_libraries(missing):
        raise SetupError(f"The system packages could not be installed; see above, then type: {line}")
    importlib.invalidate_caches()  # ensurepip may have come with them


def lacking_without_apt(missing: list[str]) -> str:
    """The sentence for a Linux whose packages have other names than Debian's."""
    if not missing:
        return "This Python has neither ensurepip nor pip; install one of them, then type the same command again."
    return f"Install the packages that hold {', '.join(missing)}, then type the same command again."


def becoming_root() -> list[str] | None:
    """What to put before a command to run it as root: nothing for root itself, None if there is no way."""
    if os.geteuid() == 0:
        return []
    return ["sudo"] if shutil.which("sudo") else None


# ---- virtual environment ------------------------------------------------------------------------------------------


def python_version() -> str:
    """The interpreter's version as far as installed packages depend on it, such as ``3.11``."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def stamp_of(requirements: Path) -> Path:
    """The file in `.venv` that says: everything in this requirement file is installed."""
    return VENV / f"{requirements.stem}.stamp"


def fingerprint(requirements: Path) -> str:
    """A hash of all that an installation depends on: the packages, the Python, and the place, which scripts name."""
    parts = [requirements.read_bytes(), python_version().encode(), os.fsencode(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready(requirements: Path) -> bool:
    """Whether `.venv` is whole and holds the packages of this requirement file."""
    stamp = stamp_of(requirements)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint(requirements)


def can_make_venv() -> bool:
    """Whether this Python can put packages into a new environment; a fresh Debian has neither of the two ways."""
    return bool(importlib.util.find_spec("ensurepip") or importlib.util.find_spec("pip"))


def outer_python() -> str:
    """The interpreter outside `.venv`, also when the one inside runs this script."""
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    return getattr(sys, "_base_executable", sys.executable) if inside else sys.executable


def make_venv() -> None:
    """Make `.venv` anew with the runtime packages and a ``nnviz`` command; on failure leave no `.venv` at all."""
    say("Setting up .venv; the first time downloads some 150 MB.")
    try:
        create_venv()
        link_checkout()
        install(RUNTIME)
    except BaseException:  # Ctrl-C as well
        remove_venv()
        raise


def create_venv() -> None:
    """Make an empty environment, with a pip of its own if Python has one to give."""
    ways = [("ensurepip", []), ("pip", ["--without-pip"])]
    output = ""
    for options in [options for module, options in ways if importlib.util.find_spec(module)]:
        remove_venv()  # what is left over from before, or of the way that failed
        command = [outer_python(), "-m", "venv", str(VENV), *options]
        made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if made.returncode == 0:
            return
        output += made.stdout
    say(output.strip())
    raise SetupError(f"{outer_python()} cannot make a virtual environment; see above, or try another Python.")


def remove_venv() -> None:
    """Remove `.venv`, whatever it is."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def site_packages() -> Path:
    """The folder of `.venv` that packages are installed in."""
    return VENV / "Lib/site-packages" if os.name == "nt" else VENV / f"lib/python{python_version()}/site-packages"


def link_checkout() -> None:
    """Let `.venv` import nnviz from this checkout, and give it a ``nnviz`` command.

    An editable install would do the same, but would first download a build backend that no hash pins.
    """
    # A relative path holds in every locale's encoding: a .pth file may be read in another than it was written in.
    (site_packages() / "nnviz.pth").write_text(f"{os.path.relpath(ROOT, site_packages())}\n", encoding="ascii")
    if os.name == "nt":
        (SCRIPTS / "nnviz.cmd").write_text('@"%~dp0python.exe" -m nnviz %*\n', encoding="ascii")
        return
    command = SCRIPTS / "nnviz"
    command.write_bytes(b'#!/bin/sh\nexec %b -m nnviz "$@"\n' % os.fsencode(shlex.quote(str(PYTHON))))
    command.chmod(0o755)


def install(requirements: Path) -> None:
    """Install a requirement file into `.venv`, and stamp it: wheels alone, each against its hash."""
    # No wheel, no install: building from source would download build tools that no hash pins.
    # The list is complete, so nothing is left to resolve. An older pip would all the same ask for the newest coverage
    # when pytest-cov wants "coverage[toml]", and then miss its hash.
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    environment = dict(os.environ) | {"PIP_USER": "0"}  # a user's pip setting that no environment can follow
    if not succeeds([*pip(), "install", *options, "-r", str(requirements)], environment):
        raise SetupError("pip could not install the packages; see above, then type the same command again.")
    stamp_of(requirements).write_text(fingerprint(requirements))


def pip() -> list[str]:
    """The command that installs into `.venv`: its own pip, or else the one outside pointed at it."""
    if (site_packages() / "pip").is_dir():
        return [str(PYTHON), "-m", "pip"]
    return [outer_python(), "-m", "pip", "--python", str(PYTHON)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
