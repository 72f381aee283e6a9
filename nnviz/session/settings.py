"""Settings: what the window remembers between two starts. Never part of a recipe."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSettings

from nnviz.experiment.coordinates import COORDINATES, MATRIX

THEMES = ("system", "light", "dark")
SMALLEST_TEXT, LARGEST_TEXT = 0.8, 2.0
WEIGHT_QUANTITIES = ("value", "gradient", "update", "change")
SMALLEST_MEMORY, USUAL_MEMORY, LARGEST_MEMORY = 16, 256, 65_536

PARTS = {"boundary": False, "color-key": True}
"""Parts of the canvas that can be shown or not, and whether they are at the first start."""


class Settings:
    """The window's memory, in a text file in the user's configuration folder.

    Whatever is unreadable in it counts as not set: a broken file never keeps the program from starting.
    """

    def __init__(self) -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "nnviz", "nnviz")

    @property
    def theme(self) -> str:
        """One of `THEMES`."""
        theme = str(self._store.value("theme", "system"))
        return theme if theme in THEMES else "system"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("theme", theme)

    @property
    def text_size(self) -> float:
        """Factor on the text's normal size, `SMALLEST_TEXT` … `LARGEST_TEXT`."""
        try:
            size = float(str(self._store.value("text_size", "1")))
        except ValueError:
            return 1.0
        return min(max(size, SMALLEST_TEXT), LARGEST_TEXT) if size == size else 1.0  # noqa: PLR0124 - NaN

    @text_size.setter
    def text_size(self, size: float) -> None:
        self._store.setValue("text_size", f"{size:.2f}")

    @property
    def coordinates(self) -> str:
        """How covariances are written: as `MATRIX`, or by a key of `COORDINATES`."""
        chosen = str(self._store.value("coordinates", MATRIX))
        return chosen if chosen in COORDINATES else MATRIX

    @coordinates.setter
    def coordinates(self, chosen: str) -> None:
        self._store.setValue("coordinates", chosen)

    @property
    def regions(self) -> str:
        """What the colours of the canvas mean; whoever draws them knows the words, and takes confidence for others."""
        return str(self._store.value("regions", ""))

    @regions.setter
    def regions(self, text: str) -> None:
        self._store.setValue("regions", text)

    def shows(self, part: str) -> bool:
        """Whether one of `PARTS` is shown."""
        usual = "true" if PARTS[part] else "false"
        return str(self._store.value(f"shows/{part}", usual)) == "true"

    def show(self, part: str, *, shown: bool) -> None:
        """Remember whether one of `PARTS` is shown."""
        self._store.setValue(f"shows/{part}", "true" if shown else "false")

    @property
    def weight_quantity(self) -> str:
        """What the weight map shows: one of `WEIGHT_QUANTITIES`."""
        chosen = str(self._store.value("weight_quantity", WEIGHT_QUANTITIES[0]))
        return chosen if chosen in WEIGHT_QUANTITIES else WEIGHT_QUANTITIES[0]

    @weight_quantity.setter
    def weight_quantity(self, chosen: str) -> None:
        self._store.setValue("weight_quantity", chosen)

    @property
    def weight_histogram(self) -> bool:
        """Whether the weight map counts its numbers instead of showing each."""
        return str(self._store.value("weight_histogram", "false")) == "true"

    @weight_histogram.setter
    def weight_histogram(self, is_on: bool) -> None:
        self._store.setValue("weight_histogram", "true" if is_on else "false")

    @property
    def trains_on(self) -> bool:
        """Whether a run goes on with the same network when its points change."""
        return str(self._store.value("trains_on", "false")) == "true"

    @trains_on.setter
    def trains_on(self, trains_on: bool) -> None:
        self._store.setValue("trains_on", "true" if trains_on else "false")

    @property
    def memory(self) -> int:
        """What the past of a run may take, in megabytes, `SMALLEST_MEMORY` … `LARGEST_MEMORY`."""
        try:
            megabytes = int(str(self._store.value("memory", USUAL_MEMORY)))
        except ValueError:
            return USUAL_MEMORY
        return min(max(megabytes, SMALLEST_MEMORY), LARGEST_MEMORY)

    @memory.setter
    def memory(self, megabytes: int) -> None:
        self._store.setValue("memory", str(megabytes))

    def curves(self, plot: str) -> tuple[str, ...]:
        """The words that say what a plot of curves draws, which knows them itself; none at the first start."""
        return tuple(str(self._store.value(f"curves/{plot}", "")).split())

    def set_curves(self, plot: str, words: Sequence[str]) -> None:
        """Remember what a plot of curves draws."""
        self._store.setValue(f"curves/{plot}", " ".join(words))

    def layout(self, name: str) -> QByteArray | None:
        """A window's geometry or arrangement as it was left; None at the first start."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else None

    def set_layout(self, name: str, layout: QByteArray) -> None:
        """Remember a window's geometry or arrangement."""
        self._store.setValue(f"layout/{name}", layout)

    def forget_layout(self) -> None:
        """Return to the arrangement of the first start."""
        self._store.remove("layout")
