"""The views of the network's answers, confusion matrix and mistakes, and the points they ring on the canvas."""

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QMainWindow

from nnviz.data.dataset import Dataset
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.dock import DockCard
from nnviz.ui.fields.counting_label import CountingLabel
from nnviz.ui.plots.answer_sheet import AnswerSheet
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.confusion_matrix import ConfusionMatrix
from nnviz.ui.plots.mistakes_list import MistakesList
from nnviz.ui.plots.point_selection import PointRows
from nnviz.ui.point_links import PointLinks
from nnviz.ui.theme import Theme, light

_HEIGHT, _ROOM = 196, 720
"""How high they are at the first start; and the height of the workspace from which on there is room for them."""

_LIST_EVERY = 0.3
"""Seconds between two lists while a run trains: a list that moved with every frame could not be read."""


class AnswerViews(QObject):
    """Both views show the answers to the same points, and what is chosen in one of them is rung on the canvas.

    Parameters
    ----------
    canvas : Canvas
    links : PointLinks
        Is told which points are chosen.
    parent : QObject, optional

    Attributes
    ----------
    confusion : ConfusionMatrix
    mistakes : MistakesList
    docks : tuple[DockCard, ...]
    """

    def __init__(self, canvas: Canvas, links: PointLinks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._links = links
        self._sheet = AnswerSheet()
        self._update: RunUpdate | None = None
        self._theme = light()
        self._wants_test = True
        self._list_due = 0.0
        self.confusion = ConfusionMatrix()
        self.mistakes = MistakesList()
        self._steps: tuple[CountingLabel, CountingLabel] = (_step_label(), _step_label())
        self.docks = (
            DockCard(
                "confusion",
                "Confusion matrix",
                self.confusion,
                self._steps[0],
                self.confusion.tools,
                short_title="Confusion",
            ),
            DockCard("mistakes", "Mistakes", self.mistakes, self._steps[1], self.mistakes.tools),
        )
        self._seen = [False for _ in self.docks]
        self.docks[0].visibilityChanged.connect(self._on_confusion_seen)
        self.docks[1].visibilityChanged.connect(self._on_mistakes_seen)
        for view in (self.confusion, self.mistakes):
            view.tools.kind_chosen.connect(self._on_kind_chosen)
            view.dismissed.connect(self._on_dismissed)
        self.confusion.highlight_changed.connect(self._on_cell_changed)
        self.mistakes.point_chosen.connect(self._on_point_chosen)
        canvas.dismissed.connect(self._on_dismissed)

    @property
    def are_seen(self) -> bool:
        """Whether one of the views is on the screen, not hidden and not behind another tab."""
        return any(self._seen)

    def arrange(self, workspace: QMainWindow) -> None:
        """Take their first places: below the canvas, in tabs; put away where the canvas needs the room."""
        first, second = self.docks
        # The corner is the right docks': weights and diagram are tall, a table of three classes is not.
        workspace.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        for dock in self.docks:
            dock.hide()
            dock.setFloating(False)
            workspace.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        workspace.tabifyDockWidget(first, second)
        for dock in self.docks:
            dock.setVisible(workspace.height() >= self._theme.px(_ROOM))
        first.raise_()
        # Only a dock that has been laid out can be given a height; else Qt lays it out as low as it may be.
        QCoreApplication.sendPostedEvents(workspace, QEvent.Type.LayoutRequest.value)
        workspace.resizeDocks([first], [self._theme.px(_HEIGHT)], Qt.Orientation.Vertical)

    def show_update(self, update: RunUpdate) -> None:
        """Show this moment in what is seen of the views."""
        self._update = update
        if not self.are_seen or update.snapshot is None or update.dataset is None:
            return
        self._fit_colors(update.dataset)
        is_test = self._is_test(update.dataset)
        self._sheet.show_moment(update.snapshot, update.dataset, is_test=is_test)
        for view in (self.confusion, self.mistakes):
            view.tools.show_kind(is_test=is_test, has_test=len(update.dataset.test_labels) > 0)
        self._show_confusion()
        stands_still = update.state is not RunState.TRAINING or update.past is not None
        if stands_still or time.monotonic() >= self._list_due:
            self._show_mistakes()
        self._show_highlight()

    def keep(self, update: RunUpdate) -> None:
        """Take note of a moment, to show it when one of the views comes to be seen."""
        self._update = update

    def go_on(self) -> None:
        """Ask for more answers where not all points were asked; to be called every frame while the run stands still."""
        if self.are_seen and self._sheet.go_on():
            self._show_confusion()
            self._show_mistakes()
            self._show_highlight()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._theme = theme
        for view in (self.confusion, self.mistakes):
            view.set_theme(theme)
        if self._update is not None and self._update.dataset is not None:
            self._fit_colors(self._update.dataset)

    def _fit_colors(self, dataset: Dataset) -> None:
        """Classes may have chosen their colours."""
        if self._theme.class_order != dataset.class_colors:
            self._theme = self._theme.for_classes(dataset.class_colors)
            self.confusion.set_theme(self._theme)
            self.mistakes.set_theme(self._theme)

    def _is_test(self, dataset: Dataset) -> bool:
        return self._wants_test and len(dataset.test_labels) > 0

    def _show_confusion(self) -> None:
        update = self._update
        if self._seen[0] and update is not None and update.dataset is not None and update.snapshot is not None:
            self.confusion.show_answers(self._sheet, update.dataset)
            self._steps[0].show_text(update.step_text)

    def _show_mistakes(self) -> None:
        update = self._update
        if self._seen[1] and update is not None and update.dataset is not None and update.snapshot is not None:
            self.mistakes.show_answers(self._sheet, update.dataset, is_test=self._is_test(update.dataset))
            self._steps[1].show_text(update.step_text)
            self._list_due = time.monotonic() + _LIST_EVERY

    def _show_highlight(self) -> None:
        """The cell under the mouse goes before what is chosen; and what is not seen rings nothing."""
        rows = None
        if self._seen[0]:
            rows = self.confusion.pointed if self.confusion.pointed is not None else self.confusion.selected
        if rows is None and self._seen[1]:
            rows = self.mistakes.selected
        dataset = None if self._update is None else self._update.dataset
        if dataset is not None:
            self._links.choose(None if rows is None else PointRows(rows, is_test=self._is_test(dataset)))

    def _on_cell_changed(self) -> None:
        if self.confusion.selected is not None:
            self.mistakes.clear_selection()
        self._show_highlight()

    def _on_point_chosen(self, row: int) -> None:
        self.confusion.clear_selection()
        self._show_highlight()
        if self._update is not None and self._update.dataset is not None:
            self._canvas.bring_in(row, is_test=self._is_test(self._update.dataset))

    def _on_dismissed(self) -> None:
        self.confusion.clear_selection()
        self.mistakes.clear_selection()
        self._show_highlight()

    def _on_kind_chosen(self, is_test: bool) -> None:
        self._wants_test = is_test
        self._show_now()

    def _on_confusion_seen(self, is_seen: bool) -> None:
        self._see(0, is_seen)

    def _on_mistakes_seen(self, is_seen: bool) -> None:
        self._see(1, is_seen)

    def _see(self, place: int, is_seen: bool) -> None:
        self._seen[place] = is_seen
        if is_seen:
            self._show_now()
        else:
            self._show_highlight()

    def _show_now(self) -> None:
        self._list_due = 0.0
        if self._update is not None:
            self.show_update(self._update)


def _step_label() -> CountingLabel:
    """Of which step the answers are; it gives way to the tools beside it."""
    return CountingLabel("small", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, gives_way=True)
