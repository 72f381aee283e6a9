"""What a frame costs, and what a watched run loses, while training runs at full speed.

    python -m tests.benchmarks.frames [SECONDS] [PRESET …]

For each preset: steps a second of the trainer alone, then behind the open window with all its views; and how long the
window's frames took from their tick to the end of their painting. Runs offscreen or on a display, as Qt is set.
"""

import sys
import tempfile
import time

import msgspec
import numpy as np
from PySide6.QtCore import QSettings, QTimer

from nnviz.app import load_views, make_application
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui.main_window import MainWindow

ENDLESS = 10_000_000


def alone(experiment: Experiment, seconds: float) -> float:
    """Steps a second with no window."""
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(50)
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        trainer.advance(20)
    return (trainer.step - 50) / (time.perf_counter() - started)


def watched(experiment: Experiment, seconds: float) -> tuple[float, np.ndarray]:
    """Steps a second behind the window, and the work of each frame in milliseconds."""
    application = make_application()
    window = MainWindow(Session(experiment), Settings())
    window.resize(1440, 900)
    window.show()
    load_views(window)
    frames: list[float] = []
    begun: list[float] = []
    clock = window.clock
    clock._timer.timeout.disconnect()

    def tick() -> None:
        begun[:] = [time.perf_counter()]
        clock._on_timeout()

    def painted() -> None:
        frames.append(1000 * (time.perf_counter() - begun[0]))

    clock._timer.timeout.connect(tick)
    clock._after_painting.timeout.connect(painted)
    steps: list[tuple[float, int]] = []

    def note() -> None:
        snapshot = window._session.latest.snapshot
        steps.append((time.perf_counter(), snapshot.step if snapshot else 0))

    QTimer.singleShot(500, window.actions_["play"].trigger)
    QTimer.singleShot(1500, frames.clear)
    QTimer.singleShot(1500, note)
    QTimer.singleShot(1500 + int(1000 * seconds), note)
    QTimer.singleShot(1600 + int(1000 * seconds), window.close)
    application.exec()
    (start, first), (end, last) = steps
    return (last - first) / (end - start), np.array(frames)


def main() -> None:
    """Print the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    names = sys.argv[2:] or ["three-clusters", "three-clusters-minibatch"]
    print(f"{'preset':26} {'alone':>9} {'watched':>9} {'kept':>6}   frame ms: median    p99    max")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        for name in names:
            base = preset(name)
            experiment = msgspec.structs.replace(base, training=msgspec.structs.replace(base.training, n_steps=ENDLESS))
            free = alone(experiment, seconds / 2)
            speed, frames = watched(experiment, seconds)
            p50, p99 = np.percentile(frames, [50, 99])
            print(  # noqa: T201
                f"{name:26} {free:7.0f}/s {speed:7.0f}/s {speed / free:6.0%} {p50:18.1f} {p99:6.1f} {frames.max():6.1f}"
            )


if __name__ == "__main__":
    main()
