"""The test of an installation: the real window goes through a short life, and says how far it came."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from nnviz.app import collect_garbage_in_the_window, leave, load_views, make_application
from nnviz.data.tables.example_names import EXAMPLES
from nnviz.experiment.documents import SUFFIX
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import DEFAULT_PRESET, preset
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.session.update import Help
from nnviz.ui.main_window import MainWindow
from nnviz.ui.views import Views

_STEPS = 200
_PATIENCE = 300_000
_HELPED_WITHIN = 120  # seconds: half a one of training, and another until a process stands
_LOOK_EVERY = 50
_EVERY = 3  # pixels: no line of text is so fine that it would be missed


def smoke_test(experiment: Experiment) -> int:
    """Train 200 steps, paint every view, save, reopen, have another process train, and load what scikit-learn brings.

    The exit status is 0 where all of that happened; on a computer with a single processor there is no other process.

    The settings of the user are not touched.
    """
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        collector = collect_garbage_in_the_window()
        window = MainWindow(Session(experiment), Settings())
        smoke = _Smoke(window, Path(folder) / f"smoke{SUFFIX}")
        window.first_painted.connect(smoke.begin)
        QTimer.singleShot(_PATIENCE, window.close)
        window.show()
        application.exec()
        collector.stop()
    print(smoke.verdict)  # noqa: T201 - the answer to a command
    status = leave(window, 0 if smoke.passed else 1)
    delete(window)  # while Qt is still there: what a dock does in its end wants a timer
    return status


class _Smoke:
    """Takes the window through its life: looks now and then whether a thing has happened, and goes on to the next."""

    def __init__(self, window: MainWindow, document: Path) -> None:
        self._window = window
        self._session = window.session
        self._document = document
        self._goal = min(_STEPS, self._session.experiment.training.n_steps)
        self._life = self._live()
        self._done: list[str] = []
        self._wanted = "open the window"
        self._cause = "it took more than five minutes"
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._look)
        self.passed = False

    @property
    def verdict(self) -> str:
        """One line on how it went."""
        done = ", ".join(self._done)
        if self.passed:
            return f"nnviz: smoke test: {done}"
        return f"nnviz: smoke test failed to {self._wanted}: {self._cause}" + (
            f" (before that: {done})" if done else ""
        )

    def begin(self) -> None:
        """Go."""
        self._timer.start(_LOOK_EVERY)

    def _look(self) -> None:
        try:
            goes_on = next(self._life, None) is not None
        except Exception as error:  # whatever it is that a broken installation raises
            self._cause = f"{type(error).__name__}: {error}"
            goes_on = False
        if not goes_on:
            self._timer.stop()
            self._window.close()

    def _live(self) -> Iterator[bool]:
        """Yields true whenever there is something to wait for."""
        views = load_views(self._window)
        for want, act in (
            (f"train {self._goal:,} steps", self._train),
            ("paint every view", self._paint),
            ("save and reopen", self._save_and_reopen),
            ("train in another process", self._be_helped),
            ("load the example tables", self._load_examples),
        ):
            self._wanted = want
            yield from act(views)
        self.passed = True

    def _train(self, views: Views) -> Iterator[bool]:
        self._window.actions_["play"].trigger()
        while self._shown_step < self._goal:
            yield True
        self._window.actions_["play"].trigger()
        while self._session.plays or views.is_busy:
            yield True
        self._done.append(f"trained {self._shown_step:,} steps")

    def _paint(self, views: Views) -> Iterator[bool]:
        """Each view is brought to the front first: behind another, nothing is painted."""
        for dock in views.docks:
            dock.show()
            dock.raise_()
            while not _is_painted(dock):
                yield True
        for part in (views.canvas, self._window.run_bar):
            while not _is_painted(part):
                yield True
        self._done.append(f"painted {len(views.docks) + 1} views")

    def _save_and_reopen(self, views: Views) -> Iterator[bool]:
        recipe = self._session.experiment
        self._session.save(self._document)
        self._session.open_document(self._document)
        while self._shown_step != 0 or views.is_busy:
            yield True
        if self._session.experiment != recipe:
            raise ValueError("another recipe came back than was saved")
        self._done.append("saved and reopened")

    def _be_helped(self, views: Views) -> Iterator[bool]:
        """By a recipe that is known to be helped: one of the user's may be too large, or over too soon."""
        self._session.open_preset(preset(DEFAULT_PRESET))
        until = time.monotonic() + _HELPED_WITHIN
        while self._session.latest.help is Help.AWAITED and time.monotonic() < until:
            if not self._session.plays:  # not yet, or the run has come to its end before, and begins again
                self._session.play()
            yield True
        help_ = self._session.latest.help
        self._session.pause()
        while self._session.plays or self._session.is_behind or views.is_busy:
            yield True
        if help_ in {Help.AWAITED, Help.LOST}:
            raise ChildProcessError(help_.value)
        self._done.append("trained in another process" if help_ is Help.GIVEN else f"trained alone ({help_.value})")

    def _load_examples(self, _views: Views) -> Iterator[bool]:
        # Here and not above: they load scikit-learn, which the window does without.
        from nnviz.data.tables.examples import load_example  # noqa: PLC0415

        for key in EXAMPLES:
            load_example(key)
            yield True
        self._done.append(f"loaded {len(EXAMPLES)} example tables")

    @property
    def _shown_step(self) -> int:
        """What a person reads; -1 where there is no step yet."""
        text = self._window.run_bar.step_figure.text.replace(",", "")
        return int(text) if text.isdecimal() else -1


def _is_painted(part: QWidget) -> bool:
    """Whether a part of the window is to be seen, and is not all of one colour."""
    if not part.isVisible():
        return False
    image = part.grab().toImage()
    across, down = range(0, image.width(), _EVERY), range(0, image.height(), _EVERY)
    return len({image.pixel(x, y) for x in across for y in down}) > 1
