"""Debian's copyright file, from the list of parts that the program itself carries."""

import json
from pathlib import Path

from places import MAKER, ROOT

_PARTS = "_internal/resources/licences/parts.json"

_HEAD = """\
nnviz was made by: {maker}.

{licence}
The package holds the program frozen together with these parts, each under its own licence. The program shows the full
text of each under Help, About nnviz, from /usr/lib/nnviz/{parts}.
That of the LGPL and of the GPL stands in /usr/share/common-licenses as well. How Qt can be replaced by another build of
it says replacing-qt.txt, beside that list.

"""


def copyright_file(program: Path) -> str:
    """What Debian keeps as ``copyright`` of the program in this folder."""
    _, *parts = json.loads((program / _PARTS).read_text(encoding="utf-8"))
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    return _HEAD.format(maker=MAKER, licence=licence, parts=_PARTS) + "".join(map(_entry, parts))


def _entry(part: dict[str, str]) -> str:
    licence = part["licence"]
    if licence == "as below":  # a library of the system: its text is as Debian keeps it
        licence = f"as in /usr/share/doc/{part['name']}/copyright"
    return f"  {part['name']} {part['version']}: {licence}\n"
