"""Takes the screenshots that the README and the package show.

    python packaging/screenshot.py [FOLDER]

opens the real window in light and in dark, trains the original experiment to step 3,000, and writes
main-window-light.png and main-window-dark.png. The person's own settings are left alone.
"""

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer

from nnviz.app import load_views, make_application
from nnviz.experiment.presets import DEFAULT_PRESET, preset
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui.main_window import MainWindow

STEP = 3000
SIZE = (1440, 900)


def take(theme: str, path: Path) -> None:
    """One screenshot."""
    application = make_application()
    settings = Settings()
    settings.theme = theme
    window = MainWindow(Session(preset(DEFAULT_PRESET)), settings)
    window.resize(*SIZE)
    window.show()
    load_views(window)
    window.actions_["play"].trigger()
    timer = QTimer()

    def look() -> None:
        snapshot = window._session.latest.snapshot  # noqa: SLF001 - a script of the project's own
        if snapshot is None or snapshot.step < STEP:
            return
        timer.stop()
        window.actions_["play"].trigger()
        QTimer.singleShot(500, save)

    def save() -> None:
        window.grab().save(str(path))
        window.close()

    timer.timeout.connect(look)
    timer.start(20)
    application.exec()


def main() -> None:
    """Both."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "screenshots"
    for theme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as settings:  # each time as at the first start
            QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
            take(theme, folder / f"main-window-{theme}.png")


if __name__ == "__main__":
    main()
