"""The row in which one chooses a hidden layer and the two directions through it that are shown."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.core.names import neuron_name
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import label
from nnviz.ui.plots.hidden_axes import NOTHING_CHOSEN, HiddenAxes, first_axes_of

_COMPONENTS = "components"


class HiddenChoice(QWidget):
    """Fields beside one another, as many as there is a choice.

    Signals
    -------
    axes_edited(HiddenAxes)

    Attributes
    ----------
    layer, across, upward : ChoiceField
    """

    axes_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[int, ...] = ()
        self._axes = NOTHING_CHOSEN
        self.layer = ChoiceField("Hidden layer that is shown", ())
        self.across = ChoiceField("Across", ())
        self.upward = ChoiceField("Upward", ())
        self._by = label("×", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(6)
        for part, stretch in ((self.layer, 1), (self.across, 1), (self._by, 0), (self.upward, 1)):
            row.addWidget(part, stretch)
        self.layer.choice_edited.connect(self._on_layer_edited)
        self.across.choice_edited.connect(self._on_across_edited)
        self.upward.choice_edited.connect(self._on_upward_edited)

    def show_axes(self, axes: HiddenAxes, sizes: tuple[int, ...]) -> None:
        """Offer the hidden layers of these sizes, at least one, and show what is chosen."""
        self._axes, self._sizes = axes, sizes
        n_neurons, pair = sizes[axes.layer], axes.pair
        neurons = [(str(number), neuron_name(number)) for number in range(n_neurons)]
        components = [(_COMPONENTS, "Components")] if n_neurons > 2 else []
        _offer(self.layer, [(str(number), f"Hidden {number + 1}") for number in range(len(sizes))])
        _offer(self.across, components + neurons)
        _offer(self.upward, neurons)
        self.layer.show_choice(str(axes.layer))
        self.across.show_choice(_COMPONENTS if pair is None else str(pair[0]))
        self.upward.show_choice("0" if pair is None else str(pair[1]))
        self.layer.setVisible(len(sizes) > 1)
        self.across.setVisible(n_neurons > 1)
        for part in (self._by, self.upward):
            part.setVisible(n_neurons > 1 and pair is not None)

    def _edit(self, axes: HiddenAxes) -> None:
        self.show_axes(axes, self._sizes)
        self.axes_edited.emit(axes)

    def _on_layer_edited(self, key: str) -> None:
        self._edit(first_axes_of(int(key), self._sizes[int(key)]))

    def _on_across_edited(self, key: str) -> None:
        """The axes change places where the one takes what the other had."""
        if key == _COMPONENTS:
            self._edit(replace(self._axes, pair=None))
            return
        across, (before, upward) = int(key), self._axes.pair or (0, 1)
        if upward == across:
            upward = before if before != across else 0
        self._edit(replace(self._axes, pair=(across, upward)))

    def _on_upward_edited(self, key: str) -> None:
        upward, (across, before) = int(key), self._axes.pair or (0, 1)
        self._edit(replace(self._axes, pair=(before if across == upward else across, upward)))


def _offer(field: ChoiceField, choices: Sequence[tuple[str, str]]) -> None:
    """A list that is open stays as it is where nothing has changed."""
    if [field.itemData(place) for place in range(field.count())] != [key for key, _ in choices]:
        field.clear()
        for key, text in choices:
            field.addItem(text, key)
