"""Edits: whatever part of the recipe a panel, a hand or a button asks for goes through here to the session."""

import msgspec
from PySide6.QtCore import QObject, Signal

from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.network_spec import NetworkSpec
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.session.given_start import start_from
from nnviz.session.session import Session
from nnviz.ui.actions import Actions
from nnviz.ui.toast import Toast


class Edits(QObject):
    """Makes edits, says why one cannot be, and names in the menu what undo and redo would change.

    Parameters
    ----------
    session : Session
    actions : Actions
    toast : Toast
    parent : QObject

    Signals
    -------
    was_refused()
        An edit does not go with the rest: the recipe is to be shown as it still is.
    """

    was_refused = Signal()

    def __init__(self, session: Session, actions: Actions, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._toast = toast
        session.recipe_changed.connect(self.show_undo)
        session.undo_changed.connect(self.show_undo)

    def edit(self, part: DataSpec | NetworkSpec | TrainingSpec, what: str) -> None:
        """Put another part into the recipe; the string says what it changes."""
        try:
            self._session.edit(part, what)
        except RecipeError as error:  # each part may be right and the whole not: given weights fit one network alone
            self.was_refused.emit()
            self.refuse(str(error))

    def give_start(self) -> None:
        """Make the weights of this moment those that training begins with."""
        try:
            start = start_from(self._session.latest.snapshot)
        except RecipeError as error:
            self.refuse(str(error))
            return
        network = msgspec.structs.replace(self._session.experiment.network, initial_weights=start)
        self.edit(network, "the initial weights")

    def refuse(self, sentence: str) -> None:
        """Say why an edit cannot be."""
        self._toast.say(sentence[:1].upper() + sentence[1:], is_warning=True)

    def show_undo(self) -> None:
        """Name what undo and redo would change."""
        for key, what in zip(("undo", "redo"), self._session.undo_texts, strict=True):
            self._actions[key].setEnabled(what is not None)
            name = what.replace("&", "&&") if what else ""
            self._actions[key].setText(f"&{key.capitalize()}" + (f" change of {name}" if what else ""))
