"""The decisions of packaging/dev.py, without a network and without touching the checkout's own `.venv`."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from unittest.mock import Mock

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "packaging" / "dev.py"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script as a module of its own, in a made-up checkout on a Linux that lacks nothing."""
    spec = importlib.util.spec_from_file_location("dev_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path / "check out"
    (root / "packaging").mkdir(parents=True)
    for name in ("RUNTIME", "DEVELOPMENT"):
        path = root / "packaging" / getattr(module, name).name
        path.write_text(f"{name}==1\n")
        monkeypatch.setattr(module, name, path)
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    monkeypatch.setattr(module, "SCRIPTS", root / ".venv" / module.SCRIPTS.name)
    monkeypatch.setattr(module, "PYTHON", root / ".venv" / module.SCRIPTS.name / module.PYTHON.name)
    monkeypatch.setattr(module, "is_loadable", Mock(return_value=True))
    monkeypatch.setattr(module.sys, "platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "OPENBLAS_NUM_THREADS"):
        monkeypatch.delenv(variable, raising=False)
    return module


@pytest.fixture
def commands(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that the script would have run; each succeeds, and making an environment makes its folders."""
    seen: list[list[str]] = []

    def make_venv_folders(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        dev.site_packages().mkdir(parents=True)
        dev.SCRIPTS.mkdir()
        dev.PYTHON.touch()
        return subprocess.CompletedProcess(command, 0, "")

    monkeypatch.setattr(dev.subprocess, "run", make_venv_folders)
    monkeypatch.setattr(dev, "succeeds", lambda command, *_: not seen.append(command))
    return seen


def lack(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *sonames: str) -> None:
    """Let the system lack these libraries."""
    monkeypatch.setattr(dev, "is_loadable", lambda soname: soname not in sonames)


def be_user(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, user_id: int, *programs: str) -> None:
    """Let the script run as this user, on a system that has these programs."""
    monkeypatch.setattr(dev.os, "geteuid", lambda: user_id, raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda name, **_: f"/usr/bin/{name}" if name in programs else None)


def have_modules(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Let this Python have these of ensurepip and pip."""
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: name if name in modules else None)


# ---- the command line ----


@pytest.mark.parametrize("arguments", [[], ["walk"], ["setup", "now"], ["Run"]])
def test_an_unknown_command_shows_the_usage_and_fails(dev, capsys, arguments):
    assert dev.main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert "packaging/dev.py test" in output.err


def test_help_goes_to_standard_output(dev, capsys):
    assert dev.main(["--help"]) == 0
    assert "packaging/dev.py run" in capsys.readouterr().out


def test_run_hands_its_arguments_over_unchanged(dev, monkeypatch):
    started = []
    monkeypatch.setattr(dev, "set_up", Mock())
    monkeypatch.setattr(dev.os, "execv", lambda _, command: started.append(command))
    monkeypatch.setattr(dev.subprocess, "call", started.append)  # on Windows
    dev.main(["run", "train", "a b", "--steps", "--", "-k"])
    assert started[0] == [str(dev.PYTHON), "-m", "nnviz", "train", "a b", "--steps", "--", "-k"]


def test_ctrl_c_ends_quietly(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev, "set_up", Mock(side_effect=KeyboardInterrupt))
    assert dev.main(["setup"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_refusal_by_the_machine_is_a_sentence(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev, "set_up", Mock(side_effect=PermissionError(13, "Permission denied", ".venv")))
    assert dev.main(["setup"]) == 1
    assert capsys.readouterr().err == "The machine refused: [Errno 13] Permission denied: '.venv'.\n"


def test_the_script_imports_the_standard_library_alone():
    code = "import sys; sys.path.insert(0, sys.argv[1]); import dev"
    subprocess.run([sys.executable, "-I", "-S", "-B", "-c", code, str(SCRIPT.parent)], check=True)  # noqa: S603 - our own script


# ---- the window and the display ----


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "three-clusters"],
        ["presets"],
        ["check", "a.nnviz"],
        ["export", "x"],
        ["--version"],
        ["-h"],
        ["--help"],
    ],
)
def test_commands_that_need_no_window(dev, arguments):
    assert not dev.needs_window(arguments)


@pytest.mark.parametrize("arguments", [[], ["--smoke"], ["lesson.nnviz"], ["my/train"]])
def test_commands_that_need_a_window(dev, arguments):
    assert dev.needs_window(arguments)


def test_without_a_display_run_names_the_command_that_needs_none(dev, commands, capsys):
    assert dev.main(["run", "--smoke"]) == 1
    assert capsys.readouterr().err == (
        "There is no display here to open a window on, but nnviz train works without one: "
        "python3 packaging/dev.py run train three-clusters\n"
    )
    assert commands == []
    assert not dev.VENV.exists()


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_display_or_a_chosen_platform_is_enough(dev, monkeypatch, variable):
    monkeypatch.setenv(variable, "offscreen")
    dev.check_display()


def test_other_systems_always_have_a_display(dev, monkeypatch):
    monkeypatch.setattr(dev.sys, "platform", "darwin")
    dev.check_display()


# ---- system libraries ----


def test_a_window_needs_more_libraries_than_drawing_to_memory(dev):
    offscreen = dev.libraries_for_platform("offscreen")
    window = dev.libraries_for_platform("")
    assert offscreen == dev.OFFSCREEN_LIBRARIES
    assert window == dev.OFFSCREEN_LIBRARIES | dev.X11_LIBRARIES == dev.libraries_for_platform("wayland;xcb")
    assert len(window) == len(offscreen) + len(dev.X11_LIBRARIES)


def test_run_demands_libraries_only_for_a_window(dev, monkeypatch):
    monkeypatch.setattr(dev, "set_up", set_up := Mock())
    monkeypatch.setattr(dev.os, "execv", Mock())
    monkeypatch.setattr(dev.subprocess, "call", Mock())
    dev.run(["train", "three-clusters"])
    monkeypatch.setenv("DISPLAY", ":0")
    dev.run([])
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    dev.run(["--smoke"])
    everything = dev.OFFSCREEN_LIBRARIES | dev.X11_LIBRARIES
    assert [call.args for call in set_up.call_args_list] == [
        ({}, dev.RUNTIME),
        (everything, dev.RUNTIME),
        (dev.OFFSCREEN_LIBRARIES, dev.RUNTIME),
    ]


def test_without_root_or_sudo_it_prints_the_one_line(dev, commands, monkeypatch, capsys):
    lack(dev, monkeypatch, "libEGL.so.1", "libGL.so.1")
    be_user(dev, monkeypatch, 1000, "apt-get")
    assert dev.main(["setup"]) == 1
    assert capsys.readouterr().err == (
        "System packages are missing; type this once, then the same command again: "
        "sudo apt-get install -y libegl1 libgl1\n"
    )
    assert commands == []
    assert not dev.VENV.exists()


@pytest.mark.usefixtures("commands")
def test_a_python_that_cannot_make_an_environment_is_on_the_same_line(dev, monkeypatch, capsys):
    lack(dev, monkeypatch, "libEGL.so.1")
    be_user(dev, monkeypatch, 1000, "apt-get")
    have_modules(dev, monkeypatch)
    assert dev.main(["setup"]) == 1
    assert capsys.readouterr().err.endswith(f"sudo apt-get install -y libegl1 python{dev.python_version()}-venv\n")


def test_root_installs_and_looks_again(dev, monkeypatch):
    be_user(dev, monkeypatch, 0, "apt-get")
    ran = []
    monkeypatch.setattr(dev, "succeeds", lambda command: not ran.append(command))
    dev.install_system_packages(["libegl1"], ["libEGL.so.1"])
    assert [command[0] for command in ran] == ["env", "env"]
    assert ran[1][-4:] == ["install", "-y", "--no-install-recommends", "libegl1"]


def test_sudo_is_used_with_a_word_to_the_user(dev, monkeypatch, capsys):
    be_user(dev, monkeypatch, 1000, "apt-get", "sudo")
    ran = []
    monkeypatch.setattr(dev, "succeeds", lambda command: not ran.append(command))
    dev.install_system_packages(["libegl1"], ["libEGL.so.1"])
    assert [command[0] for command in ran] == ["sudo", "sudo"]
    assert "sudo may ask for your password to install: libegl1" in capsys.readouterr().err


def test_a_library_that_is_still_missing_is_an_error(dev, monkeypatch):
    lack(dev, monkeypatch, "libEGL.so.1")
    be_user(dev, monkeypatch, 0, "apt-get")
    monkeypatch.setattr(dev, "succeeds", Mock(return_value=True))
    with pytest.raises(dev.SetupError, match=r"could not be installed.*sudo apt-get install -y libegl1"):
        dev.install_system_packages(["libegl1"], ["libEGL.so.1"])


@pytest.mark.usefixtures("commands")
def test_a_linux_without_apt_gets_the_names_of_the_libraries(dev, monkeypatch, capsys):
    lack(dev, monkeypatch, "libEGL.so.1", "libGL.so.1")
    be_user(dev, monkeypatch, 0)
    assert dev.main(["setup"]) == 1
    assert capsys.readouterr().err == (
        "Install the packages that hold libEGL.so.1, libGL.so.1, then type the same command again.\n"
    )


@pytest.mark.usefixtures("commands")
def test_other_systems_need_no_system_libraries(dev, monkeypatch):
    lack(dev, monkeypatch, "libEGL.so.1")
    monkeypatch.setattr(dev.sys, "platform", "win32")
    assert dev.main(["setup"]) == 0


# ---- the virtual environment ----


def test_set_up_installs_what_is_asked_for_and_then_nothing_more(dev, commands):
    dev.set_up({}, dev.RUNTIME)
    assert [command[-1] for command in commands] == [str(dev.VENV), str(dev.RUNTIME)]
    dev.set_up({}, dev.RUNTIME)
    assert len(commands) == 2
    dev.set_up({}, dev.DEVELOPMENT)
    assert commands[2][-1] == str(dev.DEVELOPMENT)
    dev.set_up({}, dev.DEVELOPMENT)
    assert len(commands) == 3


def test_every_package_is_checked_against_its_hash(dev, commands):
    dev.set_up({}, dev.DEVELOPMENT)
    installations = [command for command in commands if "install" in command]
    assert len(installations) == 2
    wanted = ("--require-hashes", "--no-deps", "--only-binary=:all:")
    assert all(option in command for command in installations for option in wanted)


@pytest.mark.parametrize("damage", ["stamp", "interpreter", "requirements", "python"])
def test_a_broken_or_old_environment_is_remade(dev, commands, monkeypatch, damage):
    dev.set_up({}, dev.RUNTIME)
    left_over = dev.VENV / "left over"
    left_over.touch()
    if damage == "stamp":
        dev.stamp_of(dev.RUNTIME).unlink()
    elif damage == "interpreter":
        dev.PYTHON.unlink()
    elif damage == "requirements":
        dev.RUNTIME.write_text("RUNTIME==2\n")
    else:
        monkeypatch.setattr(dev, "python_version", lambda: "3.99")
    dev.set_up({}, dev.RUNTIME)
    assert len(commands) == 4
    assert not left_over.exists()
    assert dev.is_ready(dev.RUNTIME)


def test_other_development_packages_are_added_in_place(dev, commands):
    dev.set_up({}, dev.DEVELOPMENT)
    dev.DEVELOPMENT.write_text("DEVELOPMENT==2\n")
    dev.set_up({}, dev.DEVELOPMENT)
    assert [command[-1] for command in commands[3:]] == [str(dev.DEVELOPMENT)]


@pytest.mark.usefixtures("commands")
def test_a_failing_pip_leaves_no_environment(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev, "succeeds", Mock(return_value=False))
    assert dev.main(["setup"]) == 1
    sentence = "pip could not install the packages; see above, then type the same command again.\n"
    assert capsys.readouterr().err.endswith(sentence)
    assert not dev.VENV.exists()


@pytest.mark.usefixtures("commands")
def test_ctrl_c_in_pip_leaves_no_environment(dev, monkeypatch):
    monkeypatch.setattr(dev, "succeeds", Mock(side_effect=KeyboardInterrupt))
    assert dev.main(["setup"]) == 130
    assert not dev.VENV.exists()


def test_without_ensurepip_the_pip_outside_installs(dev, commands, monkeypatch):
    have_modules(dev, monkeypatch, "pip")
    dev.set_up({}, dev.RUNTIME)
    assert commands[0][-1] == "--without-pip"
    assert commands[1][1:5] == ["-m", "pip", "--python", str(dev.PYTHON)]


def test_a_venv_module_that_fails_gets_a_second_chance(dev, commands, monkeypatch):
    have_modules(dev, monkeypatch, "ensurepip", "pip")
    make = dev.subprocess.run

    def fail_with_ensurepip(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        made = make(command, **options)
        if "--without-pip" not in command:
            made.returncode = 1  # Debian's ends so, half-made folder and all
        return made

    monkeypatch.setattr(dev.subprocess, "run", fail_with_ensurepip)
    dev.set_up({}, dev.RUNTIME)
    assert commands[1][-1] == "--without-pip"
    assert dev.is_ready(dev.RUNTIME)


def test_a_python_that_makes_no_environment_shows_why(dev, monkeypatch, capsys):
    have_modules(dev, monkeypatch, "ensurepip", "pip")
    monkeypatch.setattr(dev.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "no room"))
    assert dev.main(["setup"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert "no room" in lines[1]
    assert "cannot make a virtual environment" in lines[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_lets_the_command_tidy_up(dev, monkeypatch, tmp_path):
    tidied = tmp_path / "tidied"
    code = (
        "import os, pathlib, signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "time.sleep(0.5)\n"
        "pathlib.Path(sys.argv[1]).touch()\n"
    )
    monkeypatch.setattr(dev.sys, "stderr", sys.__stderr__)
    with pytest.raises(KeyboardInterrupt):
        dev.succeeds([sys.executable, "-c", code, str(tidied)])
    assert tidied.exists()


@pytest.mark.usefixtures("commands")
def test_the_checkout_is_importable_and_has_its_command(dev):
    dev.set_up({}, dev.RUNTIME)
    line = (dev.site_packages() / "nnviz.pth").read_text().strip()
    assert (dev.site_packages() / line).resolve() == dev.ROOT.resolve()
    assert list(dev.SCRIPTS.glob("nnviz*"))


# ---- the checks ----


def test_the_checks_come_in_order_with_pytest_last(dev):
    names = [name for name, _ in dev.checks([])]
    assert names == ["format", "lint", "import contracts", "types", "workflows", "textbook tests", "other tests"]


def test_coverage_is_demanded_of_a_whole_run_alone(dev):
    whole = [command for _, command in dev.checks([]) if command[0] == "pytest"]
    parallel = ["-n", "logical", "--maxprocesses=4", "--dist=loadfile"]
    assert whole == [
        ["pytest", *parallel, "tests/core", "tests/data", "tests/experiment", "--cov", "--cov-report=term"],
        ["pytest", *parallel, "--ignore=tests/core", "--ignore=tests/data", "--ignore=tests/experiment"],
    ]
    assert dev.checks(["-k", "name"])[-1][1] == ["pytest", "-k", "name"]


def test_all_checks_are_made_and_one_failure_fails_the_run(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev, "set_up", Mock())
    monkeypatch.setattr(dev.shutil, "which", lambda name, **_: name)
    monkeypatch.setattr(dev.subprocess, "call", lambda command, **_: int(command[:2] == ["ruff", "check"]))
    assert dev.main(["test"]) == 1
    lines = capsys.readouterr().out.splitlines()
    parallel = "-n logical --maxprocesses=4 --dist=loadfile"
    assert [line for line in lines if line.startswith("== ")] == [
        "== format: ruff format --check ==",
        "== lint: ruff check ==",
        "== import contracts: lint-imports ==",
        "== types: basedpyright ==",
        f"== workflows: actionlint {' '.join(dev.WORKFLOWS)} ==",
        f"== textbook tests: pytest {parallel} tests/core tests/data tests/experiment --cov --cov-report=term ==",
        f"== other tests: pytest {parallel} --ignore=tests/core --ignore=tests/data --ignore=tests/experiment ==",
        "== summary ==",
    ]
    assert [line.split()[0] for line in lines[-7:]] == ["pass", "FAIL", *["pass"] * 5]


def test_checks_draw_to_memory_unless_told_otherwise(dev, monkeypatch):
    environment = dev.check_environment()
    assert (environment["QT_QPA_PLATFORM"], environment["OPENBLAS_NUM_THREADS"]) == ("offscreen", "1")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert dev.check_environment()["QT_QPA_PLATFORM"] == "xcb"


# ---- the requirement files ----


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirement_files_hold_pins_and_hashes_and_no_address(name):
    text = (SCRIPT.parent / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not any(line.startswith("-") for line in text.splitlines())
    requirements = text.replace("\\\n", " ").splitlines()
    assert all("==" in line and "--hash=sha256:" in line for line in requirements)


def test_the_development_file_holds_the_runtime_packages_at_the_same_versions():
    runtime, development = (
        {line.rstrip(" \\") for line in (SCRIPT.parent / name).read_text(encoding="utf-8").splitlines() if "==" in line}
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime < development
