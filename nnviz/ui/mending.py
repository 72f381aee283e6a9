"""Mending: has ready what would mend a run that went wrong, offers it, and does it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from nnviz.session.mend import Mend, find_mend
from nnviz.session.session import Session
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.toast import Toast


class Mending(QObject):
    """Looks at every moment of the run, and says its messages, each once: with an offer where there is a way.

    Parameters
    ----------
    session : Session
    action : QAction
        Bears the words of the mend, and can be used where there is one.
    toast : Toast
        Has the action's button.
    parent : QObject

    Signals
    -------
    part_edited(NetworkSpec or TrainingSpec, str)
        What the mend changes in the recipe, as an edit of a panel's would.
    mended()
        It is done, and the run trains again.
    """

    part_edited = Signal(object, str)
    mended = Signal()

    def __init__(self, session: Session, action: QAction, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._action = action
        self._toast = toast
        self._mend: Mend | None = None
        self._said = (0, "")
        session.recipe_changed.connect(self.forget)
        self.forget()

    def look_at(self, update: RunUpdate) -> None:
        """Have ready what would mend the run as it is in this moment."""
        mend = find_mend(self._session.experiment, update)
        if mend is not None and mend.part is None and mend.what != self._session.undo_texts[0]:
            mend = None  # something was edited since, which an undo would take back instead
        self._show(mend)

    def say_once(self, update: RunUpdate) -> None:
        """A message of the run, the first time it comes."""
        if update.message and (update.run, update.message) != self._said:
            if self._mend is not None:
                self._toast.offer(update.message)
            else:
                self._toast.say(update.message, is_warning=update.state in {RunState.DIVERGED, RunState.FAILED})
        self._said = (update.run, update.message)

    def forget(self) -> None:
        """There is nothing to mend: the recipe or the run is another."""
        self._show(None)

    def mend(self) -> None:
        """Change what made the run diverge, and train again: from the start, or from where a hand did it."""
        mend = self._mend
        if mend is None:  # what was still being typed has just changed the recipe
            return
        if mend.part is None:
            self._session.undo()
            self._session.play()
            self.mended.emit()
            self._toast.say(f"{mend.what[:1].upper()}{mend.what[1:]} is as it was: training goes on from there")
            return
        self._session.begin_gesture()  # an undo of its own, however soon it comes after another edit of the same
        self.part_edited.emit(mend.part, mend.what)
        self._session.end_gesture()
        self._session.reset()
        self._session.play()
        self.mended.emit()
        self._toast.say(f"New run from step 0: {mend.what} changed")

    def _show(self, mend: Mend | None) -> None:
        self._mend = mend
        self._action.setEnabled(mend is not None)
        if mend is None:
            self._action.setText("&Mend the run")
            self._toast.withdraw()
        else:
            keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            self._action.setText(f"&Mend: {mend.text[:1].lower()}{mend.text[1:]}")
            self._action.setIconText(f"{mend.text}  ({keys})")
