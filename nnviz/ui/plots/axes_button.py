"""A button that says which features the axes show, and opens the choice of others."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QToolButton, QVBoxLayout, QWidget

from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import label
from nnviz.ui.fields.slider_field import LinearScale, SliderField
from nnviz.ui.plots.shown_axes import ShownAxes

_N_STEPS = 100
_WIDTH = 300


class AxesButton(QToolButton):
    """Opens the choice of axes.

    Signals
    -------
    axes_edited(ShownAxes)
        The user wants to see others, or slid the value of one that is held.
    """

    axes_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("Axes…")
        self.setProperty("chip", True)
        self.setToolTip("Choose the two features that are shown, and the values at which the others are held")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.popup: AxesPopup | None = None
        self._axes: ShownAxes | None = None
        self._names: tuple[str, ...] = ()
        self._ranges: Sequence[tuple[float, float]] = ()
        self.clicked.connect(self._on_clicked)

    def show_axes(self, axes: ShownAxes, names: tuple[str, ...], ranges: Sequence[tuple[float, float]]) -> None:
        """Offer these features, each of which runs through a range."""
        self._axes, self._names, self._ranges = axes, names, ranges

    def _on_clicked(self) -> None:
        if self._axes is None:
            return
        popup = self.popup = AxesPopup(self._axes, self._names, self._ranges, self)
        popup.axes_edited.connect(self._on_axes_edited)
        popup.adjustSize()
        popup.move(self.mapToGlobal(QPoint(self.width() - popup.width(), self.height() + 4)))
        popup.show()
        popup.setFocus()

    def _on_axes_edited(self, axes: ShownAxes) -> None:
        self._axes = axes
        self.axes_edited.emit(axes)


class AxesPopup(QFrame):
    """What to show along the axes. It closes with Escape, or a click beside it.

    Signals
    -------
    axes_edited(ShownAxes)
    """

    axes_edited = Signal(object)

    def __init__(
        self, axes: ShownAxes, names: tuple[str, ...], ranges: Sequence[tuple[float, float]], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("cluster")
        self._axes = axes
        self._names = names
        kinds = (("features", "Two features"), ("components", "Two principal components"))
        numbered = [(str(number), name) for number, name in enumerate(names)]
        self.kind = ChoiceField("What the axes show", kinds)
        self.across = ChoiceField("Across", numbered)
        self.upward = ChoiceField("Upward", numbered)
        self.sliders = [_slider(name, *limits) for name, limits in zip(names, ranges, strict=True)]
        column = QVBoxLayout(self)
        column.addWidget(label("Axes", "title"))
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(self._form)
        for text, field in (("Show", self.kind), ("Across", self.across), ("Upward", self.upward)):
            self._form.addRow(label(text, "muted"), field)
        self._held_title = label("The regions belong to these values of the others:", "small")
        self._form.addRow(self._held_title)
        for name, slider in zip(names, self.sliders, strict=True):
            self._form.addRow(label(name, "muted"), slider)
            slider.number_edited.connect(self._on_held_edited)
        self.kind.choice_edited.connect(self._on_kind_edited)
        self.across.choice_edited.connect(self._on_across_edited)
        self.upward.choice_edited.connect(self._on_upward_edited)
        self.setFocusProxy(self.kind)
        self.setMinimumWidth(_WIDTH)
        self._show()

    def _show(self) -> None:
        axes = self._axes
        self.kind.show_choice("components" if axes.are_components else "features")
        for field, number in ((self.across, axes.across), (self.upward, axes.upward)):
            field.show_choice(str(number))
            self._form.setRowVisible(field, not axes.are_components)
        self._form.setRowVisible(self._held_title, bool(axes.others))
        for number, slider in enumerate(self.sliders):
            slider.show_number(axes.held[number])
            self._form.setRowVisible(slider, number in axes.others)
        self.adjustSize()

    def _edit(self, axes: ShownAxes) -> None:
        self._axes = axes
        self._show()
        self.axes_edited.emit(axes)

    def _on_kind_edited(self, key: str) -> None:
        self._edit(replace(self._axes, are_components=key == "components"))

    def _on_across_edited(self, key: str) -> None:
        """The axes change places where the one takes what the other had."""
        axes = self._axes
        upward = axes.across if int(key) == axes.upward else axes.upward
        self._edit(replace(axes, across=int(key), upward=upward))

    def _on_upward_edited(self, key: str) -> None:
        axes = self._axes
        across = axes.upward if int(key) == axes.across else axes.across
        self._edit(replace(axes, across=across, upward=int(key)))

    def _on_held_edited(self, value: float) -> None:
        number = next(number for number, slider in enumerate(self.sliders) if slider is self.sender())
        held = self._axes.held
        self._axes = replace(self._axes, held=(*held[:number], value, *held[number + 1 :]))
        self.axes_edited.emit(self._axes)


def _slider(name: str, low: float, high: float) -> SliderField:
    quantity = Quantity(name, low, high, f"The regions belong to points whose {name} is this.")
    step = (high - low) / _N_STEPS or 1.0
    return SliderField(quantity, LinearScale(low, high, step), step)
