"""What a frame costs, and what a watched run loses, while training runs at full speed.

    python -m tests.benchmarks.frames [--seconds S] [--presets NAME …] [--batches N …] [--points N …] [--hurry] [--many]
        [--on-end]
    python -m tests.benchmarks.frames --memory [--seconds S]

For each run: steps a second of the trainer alone, then behind the open window with all its views, the share that is
kept (the median over turns that the two take), and how much of the time the worker was at its steps (of its processor's
time: a machine that is faster or slower for a while does not change it). Then how long the window's frames took from
their tick to the end of their painting, and how much of the processor's time 99 % of them had at the most. Runs
offscreen or on a display, as Qt is set. `README.md` beside this file says what the options mean.
"""

import argparse
import gc
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.app import collect_garbage_in_the_window, load_views, make_application
from nnviz.core.trainer import Trainer
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.experiment.training_spec import InOrderBatch
from nnviz.session.past import Past
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.session.training import Training
from nnviz.ui.frame_clock import FRAMES_IN_A_HURRY
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.fineness import Fineness

ENDLESS = 10_000_000
PRESETS = ("three-clusters", "three-clusters-minibatch")
TURN = 1.5
"""Seconds that the trainer alone and the window take in turns: a machine may be twice as fast a minute later."""

WARM_UP = 0.5
STINT = 0.016
"""Seconds of steps that the trainer alone is asked for at once, as the helper is behind a window."""

MANY_CELLS = 200
N_CLUSTERS = 10


class Alone:
    """A trainer with no window."""

    def __init__(self, experiment: Experiment) -> None:
        self._trainer = build_trainer(experiment, build_dataset(experiment.data))
        self._at_once = 1

    def run(self, seconds: float) -> float:
        """Train for so long, a step at the least; the steps a second."""
        first, started = self._trainer.step, time.perf_counter()
        begun = started
        while begun == started or begun - started < seconds:
            self._trainer.advance(self._at_once)
            ended = time.perf_counter()
            self._at_once = max(1, min(2 * self._at_once, round(self._at_once * STINT / (ended - begun))))
            begun = ended
        return (self._trainer.step - first) / (begun - started)


class Watching:
    """A window with a run in it, and what its frames take."""

    def __init__(self, experiment: Experiment, *, hurries: bool, shows_many: bool) -> None:
        self.window = MainWindow(Session(experiment), Settings())
        self.window.resize(1440, 900)
        self.window.show()
        load_views(self.window)
        gc.freeze()  # as the program does once its window stands
        if shows_many and self.window.views is not None:
            canvas = self.window.views.canvas.canvas
            canvas.regions.fineness = Fineness((MANY_CELLS,))
            canvas.show_layer("training", shown=True)
        self.frames: list[float] = []
        self.busy: list[float] = []
        self.pauses: list[float] = []
        self.at_work: list[float] = []
        self.counts = False
        self._worked = 0.0
        self._begun = self._busy = 0.0
        clock, gate = self.window.clock, self.window.session.worker.gate
        if hurries:
            clock.hurry = _stay  # the window asks for it in every frame
            clock._timer.setInterval(1000 // FRAMES_IN_A_HURRY)
        clock._timer.timeout.disconnect()
        clock._timer.timeout.connect(self._tick)
        clock._after_painting.timeout.disconnect()
        clock._after_painting.timeout.connect(self._painted)
        clock._after_painting.timeout.connect(gate.open)  # after the measurement: then the worker is in the way again

    def run(self, seconds: float) -> float:
        """Train and watch for so long, then pause; the steps a second."""
        play = self.window.actions_["play"]
        play.trigger()
        wait(WARM_UP)
        self._watch_worker()
        self.counts, self._worked = True, -self._helped()
        start, first = time.perf_counter(), self._step()
        wait(seconds)
        took = time.perf_counter() - start
        speed = (self._step() - first) / took
        self._worked += self._helped()
        self.at_work.append(self._worked / took)
        self.counts = False
        self.pauses.append(self._pause())
        return speed

    def close(self) -> None:
        """Close the window, and leave nothing of it."""
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _pause(self) -> float:
        button = self.window.run_bar.play_button
        started = time.perf_counter()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        _wait_until(lambda: not self.window.actions_["play"].isChecked() and "Play" in button.text())
        QApplication.processEvents()
        return 1000 * (time.perf_counter() - started)

    def _step(self) -> int:
        snapshot = self.window.session.latest.snapshot
        return snapshot.step if snapshot else 0

    def _watch_worker(self) -> None:
        """Take the processor time of its training in its thread from now on."""
        training = self._training
        advance = type(training).advance

        def timed(trainer: Trainer, past: Past, n_steps: int) -> float:
            started = time.thread_time()
            seconds = advance(training, trainer, past, n_steps)
            self._worked += time.thread_time() - started
            return seconds

        training.advance = timed

    @property
    def helper_pid(self) -> int | None:
        """The helper's process; None where there is none."""
        helper = self._training._helper
        return None if helper is None or helper._link is None else helper._link[1].pid

    def _helped(self) -> float:
        """Seconds of processor time that the helper's process has had up to now; 0 where there is none."""
        pid = self.helper_pid
        return 0.0 if pid is None else time.clock_gettime((~pid << 3) | 2)  # its clock, by Linux's rule for numbers

    @property
    def _training(self) -> Training:
        runner = self.window.session.worker._runner
        assert runner is not None
        return runner._run._training

    def _tick(self) -> None:
        self._begun, self._busy = time.perf_counter(), time.thread_time()
        self.window.clock._on_timeout()

    def _painted(self) -> None:
        if self.counts:
            self.frames.append(1000 * (time.perf_counter() - self._begun))
            self.busy.append(1000 * (time.thread_time() - self._busy))


def _stay(hurries: bool) -> None:
    """Keep the pace."""
    del hurries


def wait(seconds: float) -> None:
    """Let the window live for so long, as its own event loop would."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def _wait_until(holds: Callable[[], bool]) -> None:
    while not holds():
        QApplication.processEvents()


def _print_rows(options: argparse.Namespace) -> None:
    print("| run | alone | watched | kept | at work | frames/s | ms: median | p99 | max | processor p99 | pause |")  # noqa: T201
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")  # noqa: T201
    for name, experiment in _runs(options):
        alone, watching = Alone(experiment), Watching(experiment, hurries=options.hurry, shows_many=options.many)
        turn = options.seconds if options.on_end else TURN
        n_rounds = max(1, round(options.seconds / turn))
        speeds = np.array([(alone.run(TURN), watching.run(turn)) for _ in range(n_rounds)])
        watching.close()
        free, watched = np.median(speeds, axis=0)
        kept = f"{np.median(speeds[:, 1] / speeds[:, 0]):.0%} | {np.median(watching.at_work):.0%}"
        p50, p99 = np.percentile(watching.frames, [50, 99])
        rate = len(watching.frames) / (n_rounds * turn)
        frames = f"{p50:.1f} | {p99:.1f} | {max(watching.frames):.1f} | {np.percentile(watching.busy, 99):.1f}"
        times = f"{rate:.0f} | {frames} | {max(watching.pauses):.0f}"
        print(f"| {name} | {free:,.0f}/s | {watched:,.0f}/s | {kept} | {times} |", flush=True)  # noqa: T201


def _runs(options: argparse.Namespace) -> list[tuple[str, Experiment]]:
    runs = [(name, _endless(preset(name))) for name in options.presets]
    for size in options.batches:
        base = _endless(preset("three-clusters-minibatch"))
        training = msgspec.structs.replace(base.training, batch=InOrderBatch(size=size))
        runs.append((f"batches of {size:,}", msgspec.structs.replace(base, training=training)))
    runs += [(f"{n_points:,} points", _with_points(n_points, name)) for n_points in options.points for name in PRESETS]
    return runs


def _with_points(n_points: int, name: str) -> Experiment:
    """A preset's training on ten round clusters of so many points in all, around a circle."""
    base = _endless(preset(name))
    angles = 2 * np.pi * np.arange(N_CLUSTERS) / N_CLUSTERS
    clusters = tuple(
        ClusterSpec(
            name=f"class {number}",
            n_points=n_points // N_CLUSTERS,
            mean=(float(6 * np.cos(angle)), float(6 * np.sin(angle))),
            covariance=((1.0, 0.0), (0.0, 1.0)),
        )
        for number, angle in enumerate(angles)
    )
    return msgspec.structs.replace(base, data=msgspec.structs.replace(base.data, clusters=clusters))


def _endless(base: Experiment) -> Experiment:
    return msgspec.structs.replace(base, training=msgspec.structs.replace(base.training, n_steps=ENDLESS))


def _print_memory(seconds: float) -> None:
    """What the process grows by after the first minute; of a shorter run, after its first fifth."""
    watching = Watching(_endless(preset("three-clusters-minibatch")), hurries=False, shows_many=False)
    watching.window.actions_["play"].trigger()
    wait(min(60.0, seconds / 5))
    settled, helper = _resident(os.getpid()), watching.helper_pid
    helpers = _resident(helper)
    wait(seconds - min(60.0, seconds / 5))
    curves = watching.window.session.latest.curves
    grown = _resident(os.getpid()) - settled
    print(f"{grown / 1e6:+.1f} MB in {seconds:,.0f} s", end="")  # noqa: T201
    print(f", of which the curves have {(curves.n_bytes if curves else 0) / 1e6:.1f} MB", end="")  # noqa: T201
    print(f"; the helper's process {(_resident(helper) - helpers) / 1e6:+.1f} MB, {helpers / 1e6:.0f} MB in all")  # noqa: T201
    watching.close()


def _resident(pid: int | None) -> int:
    """Bytes of memory that a process has now, none where there is no such; by `ps`, the same on Linux and macOS."""
    if pid is None:
        return 0
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], check=True, capture_output=True, text=True)  # noqa: S603, S607
    return 1024 * int(answer.stdout)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.frames", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--presets", nargs="*", default=PRESETS, metavar="NAME")
    parser.add_argument("--batches", nargs="*", type=int, default=[], metavar="N")
    parser.add_argument("--points", nargs="*", type=int, default=[], metavar="N")
    parser.add_argument("--hurry", action="store_true")
    parser.add_argument("--many", action="store_true")
    parser.add_argument("--on-end", action="store_true")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    with as_in_the_program():
        if options.memory:
            _print_memory(options.seconds)
        else:
            _print_rows(options)


@contextmanager
def as_in_the_program() -> Iterator[None]:
    """The application as it is started, with settings of its own, which are forgotten."""
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        application = make_application()
        application.setQuitOnLastWindowClosed(False)
        collector = collect_garbage_in_the_window()
        yield
        collector.stop()


if __name__ == "__main__":
    main()
