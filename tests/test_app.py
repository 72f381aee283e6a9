"""The application as a whole, each time in a process of its own."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from nnviz import app
from nnviz.app import make_application
from nnviz.session.processors import n_processors

ROOT = Path(__file__).parent.parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A configuration folder with nothing in it."""
    folder = tmp_path / "config"
    folder.mkdir()
    return folder


def run_python(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(home),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def test_the_application_has_our_style(home: Path) -> None:
    # In a process of its own: here a window's sheet may stand before the style, and is not safely taken off.
    finished = run_python(
        home, "-c", "from nnviz.app import make_application; print(make_application().style().name())"
    )
    assert finished.stdout == "fusion\n"


def test_the_application_is_made_once_and_with_our_font(qapp: QApplication) -> None:
    assert make_application() is qapp
    assert qapp.applicationName() == "nnviz"
    assert not qapp.windowIcon().isNull()
    assert sys.getswitchinterval() == pytest.approx(0.0005)


def test_the_window_is_painted_before_anything_heavy_but_numpy_is_loaded(home: Path) -> None:
    program = """
import sys
from nnviz import app, cli
from PySide6 import QtWidgets
heavy = ("numpy", "pyqtgraph", "sklearn", "nnviz.session.runner")
load_views = app.load_views
def loaded():
    return [name for name in heavy if name in sys.modules]
def built():  # the costly ones among the classes that PySide6 builds when they are first asked for, or guessed at
    return [name for name in ("QStyle", "QWizard") if name in QtWidgets.__dict__]
def look(window):
    print(loaded(), built())
    load_views(window)
    window.repaint()
    print(loaded(), built())
    window.close()
app.load_views = look
sys.exit(cli.main([]))
"""
    done = run_python(home, "-c", program)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['numpy'] []\n['numpy', 'pyqtgraph', 'nnviz.session.runner'] []\n"


def test_once_the_window_stands_collections_leave_it_out() -> None:
    before = gc.get_freeze_count()
    try:
        for number in range(1, app._STANDS_AFTER):
            app._collect(number)
        assert gc.get_freeze_count() == before
        app._collect(app._STANDS_AFTER)
        assert gc.get_freeze_count() > before
        assert len(gc.get_objects()) < 1000
    finally:
        gc.unfreeze()


ALONE = "trained alone (there is a single processor)"
WITH_ONE_PROCESSOR = """
import sys
from nnviz.session import processors
processors.n_processors = lambda: 1
from nnviz.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("arguments", "trained"),
    [
        (["-m", "nnviz"], "trained in another process" if n_processors() > 1 else ALONE),
        (["-c", WITH_ONE_PROCESSOR], ALONE),
    ],
)
def test_the_smoke_test_passes_here(home: Path, arguments: list[str], trained: str) -> None:
    done = run_python(home, "-W", "error", *arguments, "--smoke")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("nnviz: smoke test: trained ")
    assert done.stdout.endswith(f" views, saved and reopened, {trained}, loaded 4 example tables\n")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("broken", "verdict"),
    [
        ("smoke._PATIENCE = 0", "open the window: it took more than five minutes"),
        ("session.read_document = preset", "save and reopen: "),
        ("multiprocessing.get_context = None", "train in another process: ChildProcessError: it could not be started"),
    ],
)
def test_the_smoke_test_fails_and_says_how_far_it_came(home: Path, broken: str, verdict: str) -> None:
    program = f"""
import multiprocessing, os, sys
from nnviz import smoke
from nnviz.experiment.presets import preset
from nnviz.session import processors, session
processors.n_processors = lambda: 2
smoke._STEPS = 3
{broken}
sys.exit(smoke.smoke_test(preset("two-gaussians")))
"""
    done = run_python(home, "-c", program)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(f"nnviz: smoke test failed to {verdict}"), done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a matter of POSIX signals")
def test_control_c_closes_the_window_as_its_button_does(home: Path) -> None:
    program = """
import gc, os, signal, sys
from PySide6.QtCore import QTimer
from nnviz import app
from nnviz.experiment.presets import preset
application = app.make_application()
def look():
    views = [window.views for window in application.topLevelWidgets() if isinstance(window, app.MainWindow)]
    if views and views[0] is not None:
        print("views", gc.isenabled())
        os.kill(os.getpid(), signal.SIGINT)
        timer.stop()
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
status = app.open_window(preset("two-gaussians"))
print("closed")
sys.exit(status)
"""
    done = run_python(home, "-c", program)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "views False\nclosed\n"
    assert "Traceback" not in done.stderr
    assert (home / "nnviz" / "nnviz.ini").is_file()  # the window's place is remembered


@pytest.mark.skipif(sys.platform == "win32", reason="a matter of POSIX signals")
def test_control_c_is_heard_by_the_window_alone_and_leaves_no_process(home: Path) -> None:
    program = """
import multiprocessing, os, signal, sys
from PySide6.QtCore import QTimer
from nnviz import app
from nnviz.experiment.presets import preset
from nnviz.session import processors
from nnviz.session.update import Help
processors.n_processors = lambda: 2
os.setsid()  # a terminal sends the signal to all the processes of a program
application = app.make_application()
def look():
    windows = [window for window in application.topLevelWidgets() if isinstance(window, app.MainWindow)]
    if windows and windows[0].views is not None and not windows[0].session.plays:
        windows[0].actions_["play"].trigger()
    for process in multiprocessing.active_children():
        os.kill(process.pid, signal.SIGINT)  # at every age that it has
        seen.add((process.name, process.pid))
    if windows and windows[0].session.latest.help in {Help.GIVEN, Help.LOST}:
        print(windows[0].session.latest.help.name, *seen.pop())
        timer.stop()
        os.killpg(0, signal.SIGINT)
seen = set()
timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
sys.exit(app.open_window(preset("three-clusters")))
"""
    done = run_python(home, "-c", program)
    assert done.returncode == 0, done.stderr
    had, name, process = done.stdout.split()
    assert (had, name) == ("GIVEN", "nnviz-helper")
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)
    assert "Traceback" not in done.stderr


def test_closing_in_a_step_that_will_not_end_leaves_without_a_crash(home: Path) -> None:
    program = """
import sys, time
from PySide6.QtCore import QTimer
from nnviz import app
from nnviz.core.trainer import Trainer
from nnviz.experiment.presets import preset
from nnviz.session import worker
worker._PATIENCE = 100
Trainer.advance = lambda self, n_steps: time.sleep(30)
application = app.make_application()
def look():
    windows = [window for window in application.topLevelWidgets() if isinstance(window, app.MainWindow)]
    if windows and windows[0].views is not None and windows[0].session.latest.snapshot is not None:
        if windows[0].session.plays:
            timer.stop()
            windows[0].close()
        else:
            windows[0].actions_["play"].trigger()
timer = QTimer()
timer.timeout.connect(look)
timer.start(200)
sys.exit(app.open_window(preset("two-gaussians")))
"""
    done = run_python(home, "-c", program)
    assert done.returncode == 0, done.stderr
    assert "QThread" not in done.stderr
