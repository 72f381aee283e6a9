"""Questions about documents: which file, and what becomes of unsaved edits."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from nnviz.experiment.documents import SUFFIX

TABLE_SUFFIX = ".csv"

_FILTER = f"nnviz documents (*{SUFFIX});;All files (*)"
_TABLE_FILTER = f"Tables (*{TABLE_SUFFIX});;All files (*)"
_ANY_TABLE_FILTER = f"Tables (*{TABLE_SUFFIX} *.tsv *.tab *.txt *.dat *.data);;All files (*)"


class Unsaved(Enum):
    """What to do with edits that are in no file."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


def ask_file_to_open(parent: QWidget, folder: str) -> Path | None:
    """The document to open; None where the person changed their mind."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a document", folder, _FILTER)
    return Path(name) if name else None


def ask_table_to_open(parent: QWidget, folder: str) -> Path | None:
    """The table to take points from; None where the person changed their mind."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a table", folder, _ANY_TABLE_FILTER)
    return Path(name) if name else None


def ask_file_to_save(parent: QWidget, proposal: str) -> Path | None:
    """Where to save; None where the person changed their mind. Has the suffix of documents."""
    return _ask_where_to(QFileDialog(parent, "Save the recipe as", proposal, _FILTER), SUFFIX)


def ask_table_to_save(parent: QWidget, proposal: str) -> Path | None:
    """Where to write the points; None where the person changed their mind. Has the suffix of tables."""
    return _ask_where_to(QFileDialog(parent, "Export the points as", proposal, _TABLE_FILTER), TABLE_SUFFIX)


def ask_about_unsaved(parent: QWidget, name: str) -> Unsaved:
    """Whether to save before going on."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Save the recipe?")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Save the changes to “{name}” first?")
    box.setInformativeText("Without saving, the changes are lost.")
    box.setWindowModality(Qt.WindowModality.WindowModal)
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    answer = box.exec()
    box.deleteLater()
    return {buttons.Save: Unsaved.SAVE, buttons.Discard: Unsaved.DISCARD}.get(
        QMessageBox.StandardButton(answer), Unsaved.CANCEL
    )


def show_problem(parent: QWidget | None, title: str, sentence: str) -> None:
    """Say what went wrong with a file."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.exec()
    box.deleteLater()


def _ask_where_to(dialog: QFileDialog, suffix: str) -> Path | None:
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix.lstrip("."))
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
