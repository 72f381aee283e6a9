"""Cards of the presets: a thumbnail, the name, and one line that says what it shows."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nnviz.experiment.presets import LESSONS, PRESETS
from nnviz.ui.preset_thumbnail import thumbnail
from nnviz.ui.theme import Theme

_KEY = Qt.ItemDataRole.UserRole
_LESSON = Qt.ItemDataRole.UserRole + 1

_WIDTH, _HEIGHT = 196, 172
_APART = 4  # from the edge of a card to that of its cell
_PADDING = 9
_PICTURE = 96
_NAME = 18

_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class PresetCards(QListView):
    """The presets side by side, for mouse and keyboard: arrows, Home, End, the first letters of a name, Enter.

    Signals
    -------
    preset_chosen(str)
        A card was clicked, or Enter pressed on it.
    """

    preset_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Presets")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(_make_model(self))
        self.setItemDelegate(_CardPainter(theme, self))
        self.cell = QSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self.setGridSize(self.cell)
        self.clicked.connect(self._on_clicked)

    def show_current(self, name: str) -> None:
        """Go to the preset of this name; to the first where there is none."""
        row = next((row for row, experiment in enumerate(PRESETS.values()) if experiment.name == name), 0)
        self._go_to(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses; left and right go on in the line above and below, too."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
        elif event.key() in steps:
            row = self.currentIndex().row() + steps[Qt.Key(event.key())]
            self._go_to(min(max(row, 0), self.model().rowCount() - 1))
        else:
            super().keyPressEvent(event)

    def _go_to(self, row: int) -> None:
        self.setCurrentIndex(self.model().index(row, 0))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.preset_chosen.emit(index.data(_KEY))


class _CardPainter(QStyledItemDelegate):
    """Paints a card, and its thumbnail when it is first seen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, px = self._theme, self._theme.px
        apart = px(_APART)
        card: QRect = option.rect.adjusted(apart, apart, -apart, -apart)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        is_under_mouse = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if is_current else theme.border), 2 if is_current else 1))
        painter.setBrush(QColor(theme.accent_soft if is_current else theme.hover if is_under_mouse else theme.card))
        painter.drawRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), px(8), px(8))
        inside = card.adjusted(px(_PADDING), px(_PADDING), -px(_PADDING), -px(_PADDING))
        ratio = painter.device().devicePixelRatioF()
        picture = thumbnail(index.data(_KEY), theme, inside.width(), px(_PICTURE), ratio)
        painter.drawPixmap(inside.topLeft(), picture)
        words = inside.adjusted(0, px(_PICTURE + 4), 0, 0)
        painter.setPen(QColor(theme.text))
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        name = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _WORDS, name)
        painter.setPen(QColor(theme.muted))
        painter.setFont(theme.font(11))
        painter.drawText(words.adjusted(0, px(_NAME), 0, 0), _WORDS, index.data(_LESSON))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As large as its cell."""
        del option, index
        return QSize(self._theme.px(_WIDTH), self._theme.px(_HEIGHT))


def _make_model(parent: QWidget) -> QAbstractItemModel:
    model = QStandardItemModel(parent)
    for key, experiment in PRESETS.items():
        item = QStandardItem(experiment.name)
        item.setData(key, _KEY)
        item.setData(LESSONS[key], _LESSON)
        item.setData(f"{experiment.name}. {LESSONS[key]}", Qt.ItemDataRole.AccessibleTextRole)
        model.appendRow(item)
    return model
