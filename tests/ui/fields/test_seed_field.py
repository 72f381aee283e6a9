import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.data_spec import SEED
from nnviz.ui.fields import seed_field
from nnviz.ui.fields.seed_field import SeedField
from nnviz.ui.theme import light
from tests.ui.fields.hands import Heard, click, enter, focus, nothing_said, put_on_screen


@pytest.fixture
def field(qtbot: QtBot) -> SeedField:
    field = SeedField(SEED)
    field.set_theme(light())
    put_on_screen(qtbot, field)
    field.show_seed(12)
    return field


def test_the_dice_roll_another_seed_each_time(qtbot: QtBot, field: SeedField) -> None:
    seeds = Heard(field.seed_edited)
    for _ in range(20):
        before = field._field.number
        click(qtbot, field._roll)
        (seed,) = seeds.take()
        assert isinstance(seed, int)
        assert 1 <= seed <= 9999
        assert seed != before
        assert field._field.text() == str(seed)


def test_the_dice_never_show_the_seed_that_is_there(
    qtbot: QtBot, field: SeedField, monkeypatch: pytest.MonkeyPatch
) -> None:
    rolls = iter([11, 11, 41])
    monkeypatch.setattr(seed_field.secrets, "randbelow", lambda _below: next(rolls))
    seeds = Heard(field.seed_edited)
    click(qtbot, field._roll)
    assert seeds.take() == [42]


def test_the_dice_roll_at_the_space_bar(qtbot: QtBot, field: SeedField) -> None:
    seeds = Heard(field.seed_edited)
    focus(qtbot, field._roll)
    qtbot.keyClick(field._roll, Qt.Key.Key_Space)
    assert len(seeds.take()) == 1


@pytest.mark.parametrize("seed", [0, 2**31 - 1, 2**31, 2**32 - 1])
def test_every_seed_can_be_typed_and_comes_out_as_it_is(qtbot: QtBot, field: SeedField, seed: int) -> None:
    seeds = Heard(field.seed_edited)
    enter(qtbot, field._field, str(seed))
    (found,) = seeds.take()
    assert found == seed
    assert isinstance(found, int)


@pytest.mark.parametrize("text", ["4294967296", "-1", "1.5", "twelve"])
def test_what_is_no_seed_is_refused(qtbot: QtBot, field: SeedField, text: str) -> None:
    seeds, refusals = Heard(field.seed_edited), Heard(field.refused)
    enter(qtbot, field._field, text)
    assert seeds.take() == []
    (sentence,) = refusals.take()
    assert str(sentence).startswith("Seed must be ")
    assert field._field.text() == "12"


def test_to_show_a_seed_says_nothing(field: SeedField) -> None:
    heard = Heard(field.seed_edited, field.refused)
    assert nothing_said(heard, lambda: field.show_seed(2**32 - 1))
    assert field._field.text() == "4294967295"


def test_the_dice_have_a_name_and_a_picture(field: SeedField) -> None:
    assert field._roll.accessibleName() == "Another seed"
    assert not field._roll.icon().isNull()
