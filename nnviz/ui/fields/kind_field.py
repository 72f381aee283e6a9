"""A field for a part of the recipe that comes in several kinds."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nnviz.experiment.quantity import Spec, quantity
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.kinds import changed_kind, help_of, key_of, needed_by
from nnviz.ui.fields.spec_fields import SpecFields


class KindField(ChoiceField):
    """A drop-down list of kinds; the numbers of the chosen one stand in fields of their own.

    Another kind keeps the numbers that both have.

    Parameters
    ----------
    name : str
        What all of them are kinds of.
    kinds : Mapping[type[Spec], str]
        Each with its name on the screen.
    what : str
        What an edit of the kind is called: "the optimizer".
    what_number : str
        What an edit of a number is called, {} standing for the number's own name: "the {}".
    spare : Mapping[str, object]
        Numbers for kinds that need them, as long as no other has been seen.

    Attributes
    ----------
    numbers : SpecFields
        To be put below the list.

    Signals
    -------
    spec_edited(Spec, str)
        The user chose another kind or another number; the string says what. Never sent by `show_spec`.
    kind_wanted(str)
        The user chose the kind with this key, which needs numbers that only somebody else knows.
    refused(str)
        Why what was typed cannot be.
    """

    spec_edited = Signal(object, str)
    kind_wanted = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        name: str,
        kinds: Mapping[type[Spec], str],
        *,
        what: str,
        what_number: str,
        spare: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tuple((key_of(kind), title) for kind, title in kinds.items()), parent)
        self._kinds = {key_of(kind): kind for kind in kinds}
        self._what = what
        self._what_number = what_number
        self._spare = dict(spare or {})
        self._spec: Spec | None = None
        self.numbers = SpecFields(self)
        for index, kind in enumerate(kinds):
            self.setItemData(index, help_of(kind), Qt.ItemDataRole.ToolTipRole)
        self.choice_edited.connect(self._on_choice_edited)
        self.numbers.number_edited.connect(self._on_number_edited)
        self.numbers.refused.connect(self.refused)

    def show_spec(self, spec: Spec) -> None:
        """Show this kind, and its numbers."""
        self._spec = spec
        for name in self._spare:
            self._spare[name] = getattr(spec, name, self._spare[name])
        self.show_choice(key_of(spec))
        self.setToolTip(help_of(type(spec)))
        self.numbers.show_spec(spec)

    def _on_choice_edited(self, key: str) -> None:
        spec, kind = self._spec, self._kinds[key]
        if spec is None:
            return
        if needed_by(kind) <= set(self._spare):
            self.spec_edited.emit(changed_kind(spec, kind, self._spare), self._what)
        elif key != key_of(spec):
            self.show_choice(key_of(spec))
            self.kind_wanted.emit(key)

    def _on_number_edited(self, name: str, number: float) -> None:
        if self._spec is not None:
            called = quantity(type(self._spec), name).name
            what = self._what_number.format(called[0].lower() + called[1:])
            self.spec_edited.emit(msgspec.structs.replace(self._spec, **{name: number}), what)
