import subprocess
import sys

LOOK = """
import inspect
from nnviz.ui.quick_qt import spare_reading_sources
spare_reading_sources()
def refuse(module):
    raise AssertionError(f"the source of {module} is read")
inspect.getsource = refuse
import statistics, nnviz.ui.theme
from PySide6.QtGui import QColor
assert QColor("#102030").red() == 16
print("fine")
"""


def test_no_module_is_read_to_see_whether_it_uses_qt():
    found = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=False)  # noqa: S603
    assert (found.stdout, found.returncode) == ("fine\n", 0), found.stderr
