"""The wiring of the weight map: what is typed into it goes to the run, and what is chosen is remembered.

Loaded with the views: it needs NumPy, which the window is painted without.
"""

from PySide6.QtCore import QObject, Signal

from nnviz.experiment.quantity import RecipeError
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui.plots.network_places import WeightPlace
from nnviz.ui.plots.weight_map import WeightMap
from nnviz.ui.plots.weight_quantities import WEIGHT_QUANTITIES


class WeightEditing(QObject):
    """Between the weight map, the run and the settings.

    Parameters
    ----------
    weights : WeightMap
    session : Session
    settings : Settings
    parent : QObject

    Signals
    -------
    said(str)
        What has become of the run, for who looks on.
    refused(str)
        Why a weight cannot be set.
    """

    said = Signal(str)
    refused = Signal(str)

    def __init__(self, weights: WeightMap, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        chosen = WEIGHT_QUANTITIES[settings.weight_quantity]
        weights.show_choice(chosen, is_histogram=settings.weight_histogram)
        weights.choice_edited.connect(self._on_choice_edited)
        weights.cells.value_entered.connect(self._on_value_entered)
        weights.cells.refused.connect(self.refused)
        session.weight_set.connect(self._on_weight_set)
        session.weight_put_back.connect(self._on_weight_put_back)
        session.weight_set_again.connect(self._on_weight_set_again)
        session.weight_refused.connect(self.refused)

    def _on_choice_edited(self, key: str, is_histogram: bool) -> None:
        self._settings.weight_quantity = key
        self._settings.weight_histogram = is_histogram

    def _on_value_entered(self, place: WeightPlace, value: float, what: str, name: str) -> None:
        try:
            self._session.set_weight(place, value, what, name)
        except RecipeError as error:
            self.refused.emit(str(error))

    def _on_weight_set(self, sentence: str) -> None:
        sentence = sentence[:1].upper() + sentence[1:]
        if self._session.plays:
            self.said.emit(f"{sentence}: training goes on from there. Undo returns to this step")
        elif self._session.has_ended:
            self.said.emit(f"{sentence}. The run has come to its end: Play lets it go on from there, for more steps")
        else:
            self.said.emit(f"{sentence}: training goes on from there")

    def _on_weight_put_back(self, what: str) -> None:
        self.said.emit(f"Back at the step where {what} was set, with its value from before")

    def _on_weight_set_again(self, what: str) -> None:
        self.said.emit(f"Back at the step where {what} was set, and it is set again")
