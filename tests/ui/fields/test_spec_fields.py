import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.optimizer_spec import AdamSpec, GradientDescentSpec, MomentumSpec, NesterovSpec
from nnviz.experiment.quantity import Quantity, quantity
from nnviz.experiment.schedule_spec import CosineSpec, StepDecaySpec
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.spec_fields import SpecFields
from tests.ui.fields.hands import Heard, enter, focus, nothing_said


@pytest.fixture
def fields(frame: QWidget) -> SpecFields:
    """Between two other fields."""
    first, last = QLineEdit(), QLineEdit()
    fields = SpecFields(first)
    for part in (first, fields, last):
        frame.layout().addWidget(part)
    return fields


def shown(fields: SpecFields) -> dict[str, str]:
    """What stands on the screen: labels and numbers."""
    labels = [part for part in fields.findChildren(QLabel) if part.isVisible()]
    return {part.text(): part.buddy().text() for part in labels}  # type: ignore[union-attr]


def test_each_kind_shows_its_own_numbers(fields: SpecFields) -> None:
    fields.show_spec(AdamSpec(beta1=0.5))
    assert shown(fields) == {"Beta β₁": "0.5", "Beta β₂": "0.999", "Epsilon ε": "1e-8"}
    fields.show_spec(MomentumSpec())
    assert shown(fields) == {"Momentum": "0.9"}
    fields.show_spec(GradientDescentSpec())
    assert not fields.isVisible()
    fields.show_spec(AdamSpec())
    assert shown(fields)["Beta β₁"] == "0.9"


def test_name_range_and_help_are_the_recipes(fields: SpecFields) -> None:
    fields.show_spec(MomentumSpec())
    field = fields.field(MomentumSpec, "momentum")
    limits: Quantity = quantity(MomentumSpec, "momentum")
    assert field.accessibleName() == limits.name
    assert limits.help in field.toolTip()
    assert "0 to 0.999" in field.toolTip()


def test_a_number_is_said_with_the_name_of_its_field(qtbot: QtBot, fields: SpecFields) -> None:
    heard = Heard(fields.number_edited)
    fields.show_spec(CosineSpec())
    enter(qtbot, fields.field(CosineSpec, "over"), "70")
    enter(qtbot, fields.field(CosineSpec, "floor"), "0,25")
    assert heard.take() == [("over", 70), ("floor", 0.25)]


def test_whole_numbers_are_whole(qtbot: QtBot, fields: SpecFields) -> None:
    heard, refusals = Heard(fields.number_edited), Heard(fields.refused)
    fields.show_spec(StepDecaySpec())
    enter(qtbot, fields.field(StepDecaySpec, "every"), "12.5")
    assert heard.take() == []
    assert len(refusals.take()) == 1
    enter(qtbot, fields.field(StepDecaySpec, "every"), "12")
    ((_, number),) = heard.take()  # type: ignore[misc]
    assert isinstance(number, int)


@pytest.mark.parametrize(
    ("spec", "name", "up"),
    [
        (MomentumSpec(), "momentum", 0.91),
        (AdamSpec(), "epsilon", 1e-7),
        (StepDecaySpec(), "every", 1100),
    ],
)
def test_arrow_keys_stride_as_the_range_asks(
    qtbot: QtBot, fields: SpecFields, *, spec: MomentumSpec | AdamSpec | StepDecaySpec, name: str, up: float
) -> None:
    fields.show_spec(spec)
    field = fields.field(type(spec), name)
    focus(qtbot, field)
    field._change_by(1)
    assert field.number == pytest.approx(up, rel=1e-9)


def test_to_show_numbers_says_nothing(fields: SpecFields) -> None:
    heard = Heard(fields.number_edited, fields.refused)
    for spec in (AdamSpec(), NesterovSpec(momentum=0.1), GradientDescentSpec()):
        assert nothing_said(heard, lambda spec=spec: fields.show_spec(spec))


def test_the_tab_key_finds_them_where_they_stand(qtbot: QtBot, fields: SpecFields) -> None:
    first, last = (part for part in fields.parentWidget().findChildren(QLineEdit) if not isinstance(part, NumberField))
    fields.show_spec(MomentumSpec())
    fields.show_spec(AdamSpec())
    focus(qtbot, first)
    for part in (*(fields.field(AdamSpec, name) for name in ("beta1", "beta2", "epsilon")), last):
        first.window().focusNextChild()
        qtbot.waitUntil(part.hasFocus)
