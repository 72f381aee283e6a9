"""The order of what a frozen program runs: its second process is to turn off before Qt is loaded."""

import pytest
import trim


def scripts(*names: str) -> list[tuple[str, str, str]]:
    return [(name, f"{name}.py", "PYSOURCE") for name in names]


def test_the_helper_turns_off_before_qt_is_prepared_and_behind_all_else() -> None:
    found = scripts("pyi_rth_pyside6", "pyi_rth_multiprocessing", "pyi_rth_inspect", "helper_first", "entry")
    wanted = scripts("pyi_rth_multiprocessing", "pyi_rth_inspect", "helper_first", "pyi_rth_pyside6", "entry")
    assert trim.helper_first(found) == wanted


@pytest.mark.parametrize("missing", ["pyi_rth_multiprocessing", "pyi_rth_pyside6", "helper_first"])
def test_nothing_is_built_where_one_of_them_has_another_name(missing: str) -> None:
    names = ["pyi_rth_multiprocessing", "pyi_rth_pyside6", "helper_first", "entry"]
    with pytest.raises(ValueError, match="not in list"):
        trim.helper_first(scripts(*(name for name in names if name != missing)))
