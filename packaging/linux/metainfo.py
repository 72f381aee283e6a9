"""What software centres show of nnviz: its AppStream metadata."""

import os
from datetime import UTC, datetime

from places import MAKER, PACKAGING, source_date, version

ID = "org.nnviz.nnviz"


def metainfo() -> str:
    """The metadata of this version.

    The project's address is not the program's business: who releases it gives it as ``NNVIZ_HOMEPAGE``. Without one,
    the pictures are those that the package installs.
    """
    homepage = os.environ.get("NNVIZ_HOMEPAGE", "").rstrip("/")
    pictures = (
        f"{homepage}/raw/v{version()}/packaging/screenshots" if homepage else "file:///usr/share/nnviz/screenshots"
    )
    template = (PACKAGING / "linux" / "nnviz.metainfo.xml").read_text(encoding="utf-8")
    filled = {
        "@ID@": ID,
        "@MAKER@": MAKER,
        "@VERSION@": version(),
        "@DATE@": datetime.fromtimestamp(source_date(), UTC).date().isoformat(),
        "@PICTURES@": pictures,
        "@HOMEPAGE@": f'<url type="homepage">{homepage}</url>' if homepage else "",
    }
    for mark, text in filled.items():
        template = template.replace(mark, text)
    return "\n".join(line for line in template.splitlines() if line.strip()) + "\n"
