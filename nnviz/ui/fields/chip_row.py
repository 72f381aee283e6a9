"""Chips beside one another; where there is not room for all, the rarer and then the last are behind one more."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

_SPACING = 6


class ChipRow(QWidget):
    """A row of switches, at the right end of its room.

    Attributes
    ----------
    more : QToolButton
        Opens a menu of the chips there is no room for; to be seen only where there are such.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[QToolButton] = []
        self._kept: list[QToolButton] = []
        self._rare: list[QToolButton] = []
        self._is_folded = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_SPACING)
        self._row.addStretch(1)
        self.more = make_chip()
        self.more.setText("More")
        self.more.setToolTip("What else can be shown")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._on_about_to_show)
        self.more.setMenu(self._menu)
        self.more.hide()
        self._row.addWidget(self.more)

    def add(self, chip: QToolButton, *, is_rare: bool) -> None:
        """Put a chip at the end; a rare one may go into the menu."""
        self._chips.append(chip)
        (self._rare if is_rare else self._kept).append(chip)
        self._row.insertWidget(self._row.count() - 1, chip)
        self._fit()
        self.updateGeometry()

    def fold(self, *, folded: bool) -> None:
        """Put all chips into the menu, whatever room there is; or show again what there is room for."""
        self._is_folded = folded
        self._fit()
        self.updateGeometry()

    def width_without_rare(self) -> int:
        """Pixels with which every chip but the rare ones is seen."""
        return self._size_of([self.more] if self._is_folded else [*self._kept, self.more]).width()

    def minimumSizeHint(self) -> QSize:
        return self._size_of([self.more] if self._rare else self._kept)

    def sizeHint(self) -> QSize:
        return self._size_of([self.more] if self._is_folded else self._chips)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._with_room()
        for chip in self._chips:
            chip.setVisible(chip in shown)
        self.more.setText("More" if shown else "Show")
        self.more.setVisible(len(shown) < len(self._chips))

    def _with_room(self) -> list[QToolButton]:
        """All chips; or without the rare ones; or of the others as many as there is room for."""
        if not self._rare:
            return self._kept
        if self._is_folded:
            return []
        if self.width() >= self.sizeHint().width():
            return self._chips
        shown = list(self._kept)
        while shown and self._size_of([*shown, self.more]).width() > self.width():
            shown.pop()
        return shown

    def _size_of(self, chips: list[QToolButton]) -> QSize:
        for chip in chips:
            chip.ensurePolished()  # before its first showing it does not know its font
        sizes = [chip.sizeHint() for chip in chips]
        width = sum(size.width() for size in sizes) + _SPACING * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def _on_about_to_show(self) -> None:
        """The menu says what the chips would."""
        self._menu.clear()
        for chip in self._in_menu():
            entry = self._menu.addAction(chip.text())
            entry.setToolTip(chip.toolTip())
            entry.setCheckable(True)
            entry.setChecked(chip.isChecked())
            entry.setEnabled(chip.isEnabled())
            entry.triggered.connect(chip.click)

    def _in_menu(self) -> list[QToolButton]:
        """The chips that are not seen, in the order in which they would be; the rare ones in any case."""
        return [chip for chip in self._chips if chip.isHidden() or chip in self._rare]


def make_chip() -> QToolButton:
    """A small round switch."""
    chip = QToolButton()
    chip.setProperty("chip", True)
    chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return chip
