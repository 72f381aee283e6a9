"""Where the files stand that are not code: fonts and pictures."""

import sys
from functools import cache
from pathlib import Path


@cache
def resource_folder() -> Path:
    """The folder of resources: inside an installed package, beside it in a checkout, or in a frozen bundle."""
    package = Path(__file__).parent
    bundle = Path(getattr(sys, "_MEIPASS", package))
    for folder in (package / "resources", package.parent / "resources", bundle / "resources"):
        if (folder / "fonts").is_dir():
            return folder
    raise FileNotFoundError("nnviz's resources are missing; install it again")
