"""What the canvas shows of the plane, as the menu, the diagram and the settings have it.

Loaded with the views: it needs NumPy, which the window is painted without.
"""

from PySide6.QtCore import QObject

from nnviz.session.settings import Settings
from nnviz.ui.actions import Actions
from nnviz.ui.plots.network_places import NeuronPlace
from nnviz.ui.plots.region_mode import CONFIDENCE, Columns, RegionMode, mode_at, mode_of
from nnviz.ui.views import Views


class RegionModes(QObject):
    """The one who knows which picture is wanted, and who remembers it.

    A neuron or a class of it is what is pinned in the diagram: whichever of the two the user chooses it in, the other
    shows it. Where a network does not have it, the canvas shows confidence and says so, until one has it again.

    Parameters
    ----------
    views : Views
    settings : Settings
    actions : Actions
        "boundary" and "color-key" are checked while these are to be shown.
    parent : QObject
    """

    def __init__(self, views: Views, settings: Settings, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._card = views.canvas
        self._diagram = views.diagram
        self._settings = settings
        self._layers = {key: actions[key] for key in ("boundary", "color-key")}
        self._wanted = mode_of(settings.regions)
        self._plain = CONFIDENCE if self._wanted.is_of_network else self._wanted
        self._card.region_button.mode_edited.connect(self._choose)
        self._diagram.neuron_pinned.connect(self._on_neuron_pinned)
        self._diagram.network_changed.connect(self._show)
        for key, action in self._layers.items():
            action.setChecked(settings.shows(key))
            self._card.region_button.add_action(action)
        self.show_layers()
        self._show()

    @property
    def wanted(self) -> RegionMode:
        """What the user chose last, whether this network has it or not."""
        return self._wanted

    def show_layers(self) -> None:
        """Show boundary and key, or not, as their actions say."""
        for key, action in self._layers.items():
            self._settings.show(key, shown=action.isChecked())
        self._card.canvas.show_boundary(shown=self._layers["boundary"].isChecked())
        self._card.key.setVisible(self._layers["color-key"].isChecked())

    def _choose(self, mode: RegionMode) -> None:
        if not mode.is_of_network:
            self._plain = mode
        self._wanted = mode
        self._settings.regions = mode.text
        self._show()

    def _show(self) -> None:
        """Show what is wanted, if this network has it."""
        columns = self._columns
        place = self._wanted.place_in(columns)
        is_lacking = self._wanted.is_of_network and place is None and bool(columns)
        self._card.region_button.show_mode(self._wanted, columns)
        self._card.show_lack(f"{self._wanted.lack()}: the colours show confidence" if is_lacking else "")
        self._card.canvas.show_confidence(shown=is_lacking or self._plain == CONFIDENCE)
        self._diagram.show_pinned(place)

    @property
    def _columns(self) -> Columns:
        return tuple(column.names for column in self._diagram.columns)

    def _on_neuron_pinned(self, place: NeuronPlace | None) -> None:
        self._choose(self._plain if place is None else mode_at(place, self._columns))
