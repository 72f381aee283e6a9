"""The wiring of the brush: what it paints becomes the recipe's own points, stroke by stroke.

Loaded with the views: it needs NumPy, which the window is painted without.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from nnviz.experiment.painted import Painting, one_class_more, paintable_points, with_painted
from nnviz.experiment.quantity import RecipeError
from nnviz.session.session import Session
from nnviz.ui.plots.paint_tool import Brush
from nnviz.ui.views import Views


class PaintWiring(QObject):
    """Between the canvas, the bar above it, and the recipe.

    Parameters
    ----------
    views : Views
    session : Session
    action : QAction
        Checked while one paints.
    parent : QObject

    Signals
    -------
    data_edited(DataSpec, str)
        Something was painted; the string says what.
    refused(str)
        Why it cannot be.
    """

    data_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, views: Views, session: Session, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._session = session
        self._action = action
        self._tool = views.canvas.canvas.paint
        self._bar = views.canvas.paint_bar
        self._edits_by_hand = False
        views.canvas.add_button(action)
        tool, bar = self._tool, self._bar
        tool.painted.connect(self._on_painted)
        tool.gesture_began.connect(session.begin_gesture)
        tool.gesture_ended.connect(session.end_gesture)
        tool.gesture_cancelled.connect(self._on_gesture_cancelled)
        tool.brush_edited.connect(bar.show_brush)
        tool.class_wanted.connect(self._on_class_wanted)
        bar.brush_edited.connect(self._on_brush_edited)
        bar.class_chosen.connect(tool.take_class)
        bar.class_wanted.connect(self._on_class_wanted)
        for part in (tool, bar):
            part.left.connect(self._on_left)
        session.recipe_changed.connect(self._on_recipe_changed)

    def show_painting(self, paints: bool) -> None:
        """Take the brush in hand, or put it away."""
        if not paints:
            self._tool.end()
        elif not self._tool.is_on:
            painting = self._painting()
            if painting is None:
                self._action.setChecked(False)
                return
            self._tool.begin(painting, self._n_classes, len(painting.labels))
            self._show_classes()
        self._views.canvas.show_painting(shown=paints)

    @property
    def _n_classes(self) -> int:
        return len(self._session.experiment.data.class_names)

    def _painting(self) -> Painting | None:
        """The recipe's points; None, with a word, where they cannot be painted on."""
        try:
            return paintable_points(self._session.experiment.data)
        except RecipeError as error:
            self.refused.emit(str(error))
            return None

    def _show_classes(self) -> None:
        self._bar.show_classes(self._session.experiment.data.class_names)
        self._bar.show_brush(self._tool.brush)

    def _on_recipe_changed(self) -> None:
        if not self._tool.is_on or self._edits_by_hand:
            return
        painting = self._painting()
        if painting is None:
            self._action.setChecked(False)
            return
        self._tool.follow(painting, self._n_classes)
        self._show_classes()

    def _on_painted(self, painting: Painting, what: str) -> None:
        self._edit(painting, self._session.experiment.data.class_names, what)

    def _edit(self, painting: Painting, class_names: tuple[str, ...], what: str) -> bool:
        """Make the painting the recipe's; False where it cannot be, and the painting is again the recipe's."""
        self._edits_by_hand = True
        edited = None
        try:
            edited = with_painted(self._session.experiment.data, painting, class_names)
            self.data_edited.emit(edited, what)
        except RecipeError as error:
            self.refused.emit(str(error))
        finally:
            self._edits_by_hand = False
        if edited is not None and self._session.experiment.data == edited:
            self._tool.take_numbers(paintable_points(edited).numbers)
            return True
        self._on_recipe_changed()
        return False

    def _on_gesture_cancelled(self) -> None:
        self._session.cancel_gesture("the painted points")

    def _on_class_wanted(self, number: int) -> None:
        """Only the next one can be had: a key further on would leave classes without a name."""
        painting = self._painting()
        if painting is None or number != self._n_classes:
            return
        names = one_class_more(self._session.experiment.data.class_names)
        if self._edit(painting, names, "the classes"):
            self._tool.follow(painting, self._n_classes)
            self._show_classes()
            self._tool.take_class(number)

    def _on_brush_edited(self, brush: Brush) -> None:
        self._tool.set_brush(brush)
        self._views.canvas.canvas.setFocus()

    def _on_left(self) -> None:
        self._action.setChecked(False)
