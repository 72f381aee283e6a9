"""About nnviz: its version, a report on the system to copy, and the licences of all that is shipped."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

import nnviz
from nnviz.parts import Part, shipped_parts
from nnviz.session.update import Help
from nnviz.ui.fields.form import label
from nnviz.ui.icons import application_icon
from nnviz.ui.system_report import system_report
from nnviz.ui.theme import Theme

_TAGLINE = "Shows a neural network learning, and every number while it does."
_SIZE = (880, 560)
_MOST_OF_SCREEN = 0.9


def show_about(parent: QWidget, theme: Theme, help_: Help) -> None:
    """Open the dialog over a window."""
    AboutDialog(shipped_parts(), theme, help_, parent).open()


class AboutDialog(QDialog):
    """Says what this is, what it runs on, and whose work is in it.

    Parameters
    ----------
    parts : tuple[Part, ...]
        All that is shipped.
    theme : Theme
    help_ : Help
        How it stands with the process that makes steps, for the report.
    """

    def __init__(self, parts: tuple[Part, ...], theme: Theme, help_: Help, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle("About nnviz")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self.report = _text("System report", system_report(parts, theme.scale, help_))
        self._report_tab = QWidget()
        self.licences = LicenceView(parts, theme)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._report_tab, "&System")
        self.tabs.addTab(self.licences, "&Licences")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.close_button = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        self.copy_button = self.buttons.addButton("&Copy report", QDialogButtonBox.ButtonRole.ActionRole)
        self.said = label("", "muted")
        self._lay_out()
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        self.copy_button.clicked.connect(self._on_copy)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        px = self._theme.px
        room = QVBoxLayout(self._report_tab)
        room.setContentsMargins(0, px(10), 0, 0)
        room.addWidget(self.report)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(10))
        column.addLayout(self._head())
        column.addWidget(self.tabs, 1)
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        below.addWidget(self.buttons)
        column.addLayout(below)

    def _head(self) -> QHBoxLayout:
        px = self._theme.px
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(QSize(px(48), px(48)), self.devicePixelRatio()))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        tagline = label(_TAGLINE, "muted")
        tagline.setWordWrap(True)
        words.addWidget(label(f"nnviz {nnviz.__version__}", "figure"))
        words.addWidget(tagline)
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(picture)
        head.addLayout(words, 1)
        return head

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.said.setText("Copied")

    def showEvent(self, event: QShowEvent) -> None:
        screen = self.screen().availableSize() * _MOST_OF_SCREEN
        self.resize(QSize(self._theme.px(_SIZE[0]), self._theme.px(_SIZE[1])).boundedTo(screen))
        super().showEvent(event)


class LicenceView(QWidget):
    """All parts in a list, and beside it what the chosen one is and the licence it is under."""

    def __init__(self, parts: tuple[Part, ...], theme: Theme) -> None:
        super().__init__()
        self._parts = parts
        self.list = QListWidget()
        self.list.setAccessibleName("Parts of nnviz")
        self.list.addItems([f"{part.name} {part.version}".strip() for part in parts])
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)  # as wide as the longest name
        self.list.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.heading = label("")
        self.heading.setWordWrap(True)
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = _text("Licence", "")
        self.text.setObjectName("licence")
        right = QVBoxLayout()
        right.setSpacing(theme.px(6))
        right.addWidget(self.heading)
        right.addWidget(self.text, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(10), 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.list.currentRowChanged.connect(self._on_part_chosen)
        self.list.setCurrentRow(0)

    def _on_part_chosen(self, row: int) -> None:
        part = self._parts[row]
        source = f" Source: {part.source}" if part.source else ""
        self.heading.setText(f"{part.summary.rstrip('.')}. Licence: {part.licence}.{source}")
        self.text.setPlainText(part.text)


def _text(name: str, content: str) -> QPlainTextEdit:
    """A text to read, select and scroll, by keyboard too; Tab leaves it."""
    field = QPlainTextEdit(content)
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    field.setAccessibleName(name)
    field.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return field
