"""The dialog between a table and its points: what was understood, to be set right before it counts."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from nnviz.data.tables.error import TableError
from nnviz.data.tables.guess import Chosen, TableGuess, guess_table
from nnviz.data.tables.source import TableHead
from nnviz.session.errand import Errand
from nnviz.session.frame_gate import FrameGate
from nnviz.session.own_table import OwnTable, read_own_table
from nnviz.ui.fields.form import label
from nnviz.ui.tables.dialect_fields import DialectFields
from nnviz.ui.tables.preview_view import PreviewView
from nnviz.ui.tables.roles import roles_in_words, with_role, with_roles_of
from nnviz.ui.theme import Theme

_HELP = "Features are the numbers the network is fed with; the label is the class it is to find."
_LOOK_EVERY = 30
_ROOM = 4
_NARROWEST, _WIDEST = 640, 980
_MOST_OF_SCREEN = 0.9


class TableDialog(QDialog):
    """Shows the first rows of a table and reads all of it in the background, anew after each choice.

    So what it says of the rows holds for all of them before anything is taken over.

    Parameters
    ----------
    head : TableHead
        Its beginning.
    guess : TableGuess
        What was understood of that.
    gate : FrameGate
        Is waited at while the table is read.
    theme : Theme

    Signals
    -------
    points_accepted(OwnSource)
        The points are to be used.
    """

    points_accepted = Signal(object)

    def __init__(
        self,
        head: TableHead,
        guess: TableGuess,
        gate: FrameGate,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Points from {head.source.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._head = head
        self._guess = guess
        self._gate = gate
        self._theme = theme
        self._errand: Errand[OwnTable] | None = None
        self._table: OwnTable | None = None
        self.dialect = DialectFields(has_encoding=head.source.encoding is None)
        self.preview = PreviewView(guess, theme)
        self.note = _sentence("muted")
        self.summary = _sentence("")
        self.problem = _sentence("warning")
        self.progress = QProgressBar()
        self.progress.setObjectName("reading")
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Reading the table")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Use these points")
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._lay_out()
        self._timer.timeout.connect(self._look)
        self.dialect.chosen_edited.connect(self._on_chosen_edited)
        self.preview.role_chosen.connect(self._on_role_chosen)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.dialect.show_dialect(guess.dialect)
        self._read()

    def done(self, result: int) -> None:
        """Close, and read no further."""
        self._leave_off()
        super().done(result)

    def _lay_out(self) -> None:
        px = self._theme.px
        help_text = label(_HELP, "muted")
        help_text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(10))
        column.addWidget(help_text)
        column.addWidget(self.dialect)
        column.addWidget(self.preview, 1)
        column.addWidget(self.note)
        room = QWidget()
        room.setMinimumHeight(self.summary.fontMetrics().lineSpacing() * _ROOM)
        below = QVBoxLayout(room)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(px(6))
        for part in (self.summary, self.problem, self.progress):
            below.addWidget(part)
        below.addStretch(1)
        column.addWidget(room)
        column.addWidget(self.buttons)
        self.progress.setFixedHeight(px(6))

    # -- reading ----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read all of the table as it is understood now."""
        self._leave_off()
        self._table = None
        self.note.setText(roles_in_words(self._guess))
        if self._guess.problem is not None:
            self._show_problem(self._guess.problem)
            return
        source, guess = self._head.source, self._guess
        self._errand = Errand(lambda report: read_own_table(source, guess, report), self._gate)
        self._errand.start()
        self._timer.start()
        self.ok.setEnabled(False)
        self.progress.setRange(0, 100)
        self.progress.setValue(0)
        _show_only(self.progress, self.summary, self.problem)

    def _leave_off(self) -> None:
        self._timer.stop()
        if self._errand is not None:
            self._errand.stop()
            self._errand = None

    def _look(self) -> None:
        """See how far the reading is."""
        errand = self._errand
        if errand is None:
            return
        self.progress.setValue(round(100 * errand.share))
        if not errand.is_over:
            return
        self._leave_off()
        if errand.result is not None:
            self._show_table(errand.result)
        else:
            self._show_problem(str(errand.problem))

    def _show_table(self, table: OwnTable) -> None:
        self._table = table
        self.summary.setText(table.summary)
        self.problem.setText(table.left_out)
        _show_only(self.summary, self.problem, self.progress)
        self.problem.setVisible(bool(table.left_out))
        self.ok.setEnabled(True)

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(f"{sentence[:1].upper()}{sentence[1:]}.")
        _show_only(self.problem, self.summary, self.progress)
        self.ok.setEnabled(False)

    # -- slots ------------------------------------------------------------------------------------------------------

    def _on_chosen_edited(self, chosen: Chosen) -> None:
        try:
            guess = guess_table(self._head, chosen)
        except TableError as error:
            self._leave_off()
            self._table = None
            self._show_problem(str(error))
            return
        self._guess = with_roles_of(guess, self._guess)
        self.dialect.show_dialect(guess.dialect)
        self.preview.show_guess(self._guess)
        self._read()

    def _on_role_chosen(self, column: int, role: str) -> None:
        self._guess = with_role(self._guess, column, role)
        self.preview.show_roles(self._guess)
        self._read()

    def _on_accepted(self) -> None:
        if self._table is not None:
            points = self._table.points
            self.accept()
            self.points_accepted.emit(points)

    def showEvent(self, event: QShowEvent) -> None:
        """Wide enough for its columns, within reason and the screen."""
        px, room = self._theme.px, self.screen().availableSize() * _MOST_OF_SCREEN
        width = min(max(self.sizeHint().width(), px(_NARROWEST)), px(_WIDEST))
        self.resize(min(width, room.width()), min(self.sizeHint().height(), room.height()))
        super().showEvent(event)


def _sentence(role: str) -> QLabel:
    made = label("", role)
    made.setTextFormat(Qt.TextFormat.PlainText)  # it repeats what stands in the table
    made.setWordWrap(True)
    return made


def _show_only(shown: QWidget, *hidden: QWidget) -> None:
    for part in hidden:
        part.hide()
    shown.show()
