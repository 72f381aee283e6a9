"""Kept texts: laying a text out takes far longer than drawing it, and the same ones come again and again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QStaticText


class KeptTexts:
    """Texts laid out to be drawn.

    Parameters
    ----------
    most : int
        How many are kept; one more, and all are laid out anew. Each takes about 2 kB.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._texts: dict[tuple[str, int, int], QStaticText] = {}

    def of(self, text: str, font: QFont) -> QStaticText:
        """The text, laid out in this size and weight of the interface font."""
        key = (text, font.pixelSize(), font.weight())
        if key not in self._texts:
            if len(self._texts) >= self._most:
                self._texts.clear()
            laid_out = QStaticText(text)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            laid_out.prepare(font=font)
            self._texts[key] = laid_out
        return self._texts[key]

    def clear(self) -> None:
        """Keep none: they are to look otherwise."""
        self._texts.clear()
