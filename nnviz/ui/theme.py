"""The theme: colours and sizes, in a light and a dark set.

Qt's own colour scheme switch does nothing on some platforms, so both sets are ours, on the Fusion style.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from nnviz.resources import resource_folder

FONT_FAMILY = "Inter"
_NORMAL_TEXT = 13  # pixels at 100 %
_THICKER = 1.4
"""Size of the text from which on thin lines have two pixels."""


@dataclass(frozen=True)
class Theme:
    """All colours (as #rrggbb) and the size of everything.

    Attributes
    ----------
    scale : float
        Factor on all sizes: 1 is normal text.
    class_colors : one a class
        The Okabe–Ito palette, told apart by people with any kind of colour vision; lightened on dark.
    region_strength : float
        Share of its class's colour that a region has at certainty, 0 … 1.
    diverging : (below zero, zero, above zero)
        Ends and middle of the map that shows weights.
    class_order : tuple[int, ...]
        Which of the colours class k has, at place k; where it says nothing, the class's own number.
    presents : bool
        Whether a room looks on: the figures that a class watches are larger still.
    """

    is_dark: bool
    scale: float
    window: str
    card: str
    border: str
    field: str
    hover: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    good: str
    bad: str
    warning: str
    warning_soft: str
    grid: str
    region_neutral: str
    region_strength: float
    point_outline: str
    class_colors: tuple[str, ...]
    diverging: tuple[str, str, str]
    class_order: tuple[int, ...] = ()
    presents: bool = False

    @property
    def thin_line(self) -> int:
        """Pixels of a line that is to be there without being looked at."""
        return 1 if self.scale < _THICKER else 2

    def px(self, pixels: float) -> int:
        """Device-independent pixels for a length that is `pixels` at normal text size."""
        return round(pixels * self.scale)

    def font(self, pixels: float = _NORMAL_TEXT, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The interface font at `pixels`, with figures of equal width."""
        return QFont(_font(max(8, self.px(pixels)), weight))

    def for_classes(self, order: Sequence[int]) -> "Theme":
        """The same theme for classes that have chosen their colours."""
        return self if tuple(order) == self.class_order else replace(self, class_order=tuple(order))

    def class_number(self, label: int) -> int:
        """Which colour of the palette, and so which mark, class number `label` has."""
        return self.class_order[label] if label < len(self.class_order) else label

    def class_color(self, label: int) -> QColor:
        """The colour of class number `label`."""
        return QColor(self.class_colors[self.class_number(label) % len(self.class_colors)])

    def palette(self) -> QPalette:
        """Qt's palette in these colours."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: self.window,
            QPalette.ColorRole.WindowText: self.text,
            QPalette.ColorRole.Base: self.card,
            QPalette.ColorRole.AlternateBase: self.field,
            QPalette.ColorRole.Text: self.text,
            QPalette.ColorRole.Button: self.field,
            QPalette.ColorRole.ButtonText: self.text,
            QPalette.ColorRole.ToolTipBase: self.text,
            QPalette.ColorRole.ToolTipText: self.card,
            QPalette.ColorRole.PlaceholderText: self.muted,
            QPalette.ColorRole.Highlight: self.accent,
            QPalette.ColorRole.HighlightedText: self.on_accent,
            QPalette.ColorRole.Link: self.accent,
        }
        for role, color in roles.items():
            palette.setColor(role, QColor(color))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.muted))
        return palette


@lru_cache(maxsize=64)
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont(FONT_FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    if hasattr(font, "setFeature"):  # from Qt 6.7 on; before it figures are merely less even
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def light(scale: float = 1.0) -> Theme:
    """Dark text on white cards."""
    return Theme(
        is_dark=False,
        scale=scale,
        window="#f2f3f6",
        card="#ffffff",
        border="#dfe2e8",
        field="#f4f5f8",
        hover="#e9ecf2",
        text="#181c24",
        muted="#636b79",
        accent="#2f5be7",
        accent_soft="#e8eefd",
        on_accent="#ffffff",
        good="#00805d",
        bad="#d0021b",
        warning="#8a5a00",
        warning_soft="#fdf3dc",
        grid="#e6e8ed",
        region_neutral="#f4f1e8",
        region_strength=0.46,
        point_outline="#ffffff",
        class_colors=(
            "#0072b2",
            "#e69f00",
            "#009e73",
            "#cc79a7",
            "#d55e00",
            "#56b4e9",
            "#8a7d00",
            "#6a3d9a",
            "#7a7a7a",
            "#8c4b2f",
        ),
        diverging=("#2c62b8", "#f1f0ee", "#b8560a"),
    )


def dark(scale: float = 1.0) -> Theme:
    """Light text on dark cards."""
    return Theme(
        is_dark=True,
        scale=scale,
        window="#12151a",
        card="#1b1e25",
        border="#2d323b",
        field="#23272f",
        hover="#2c313b",
        text="#e9ebee",
        muted="#9aa2af",
        accent="#6d8dff",
        accent_soft="#232b46",
        on_accent="#0d1020",
        good="#35c495",
        bad="#ff5c6c",
        warning="#f0be62",
        warning_soft="#332b1a",
        grid="#2a2f38",
        region_neutral="#24262b",
        region_strength=0.38,
        point_outline="#14171c",
        class_colors=(
            "#4aa8e0",
            "#f0ae2e",
            "#2cc295",
            "#e29bc3",
            "#f08044",
            "#8fd0f5",
            "#e8dc5a",
            "#b795e0",
            "#b4b4b4",
            "#cf9578",
        ),
        diverging=("#3f7be0", "#2c3037", "#d9701a"),
    )


def load_fonts() -> None:
    """Make the shipped font known to Qt; a machine may have none at all."""
    for file in sorted((resource_folder() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def luminance(color: QColor) -> float:
    """How light a colour is, 0 … 1 (WCAG 2 relative luminance)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def readable_on(background: QColor) -> QColor:
    """White where its contrast on `background` is at least 4.5 (WCAG 2, AA), else black, which then has more."""
    white_contrast = 1.05 / (luminance(background) + 0.05)
    return QColor("#ffffff") if white_contrast >= 4.5 else QColor("#000000")
