"""About nnviz: version, licence, and a report on the system to copy."""

import platform

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

import nnviz


def system_report() -> str:
    """What a bug report needs to say about the computer."""
    # Here and not above: the window asks for this module before it is painted, and NumPy takes a tenth of a second.
    import numpy as np  # noqa: PLC0415

    return "\n".join(
        (
            f"nnviz {nnviz.__version__}",
            f"Python {platform.python_version()}, NumPy {np.__version__}",
            f"PySide6 {PySide6.__version__}, Qt {qVersion()}, {QGuiApplication.platformName()}",
            f"{platform.system()} {platform.release()}, {platform.machine()}",
        )
    )


def show_about(parent: QWidget) -> None:
    """Open the dialog."""
    box = QMessageBox(parent)
    box.setWindowTitle("About nnviz")
    box.setText(f"<b>nnviz {nnviz.__version__}</b><br>Shows a neural network learning, and every number while it does.")
    box.setInformativeText(
        "MIT licence. With Qt and PySide6 (LGPL 3), NumPy and scikit-learn (BSD), pyqtgraph (MIT), "
        "msgspec (BSD) and the typeface Inter (OFL 1.1).\n\n" + system_report()
    )
    copy = QPushButton("Copy the system report")
    copy.clicked.connect(_copy_report)
    box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
    close = box.addButton(QMessageBox.StandardButton.Close)
    box.setDefaultButton(close)
    box.exec()
    box.deleteLater()


def _copy_report() -> None:
    QGuiApplication.clipboard().setText(system_report())
