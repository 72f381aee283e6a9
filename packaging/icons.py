"""Pictures of nnviz in every size, from the one drawing in `resources/nnviz.svg`.

    build/venv/bin/python packaging/icons.py app|document FOLDER SIZE…

writes FOLDER/SIZE.png for each size, in pixels, and the drawing itself as FOLDER/app.svg or FOLDER/document.svg. Needs
Qt, so it is run by the build's own Python.
"""

import re
import sys
from pathlib import Path

from places import ROOT

DRAWING = ROOT / "resources" / "nnviz.svg"

_PAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <path d="M14 3h26l14 14v40a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z" fill="#fbfbfd" stroke="#9aa3b5" \
stroke-width="1.6"/>
  <path d="M40 3v10a4 4 0 0 0 4 4h10z" fill="#dfe4ee" stroke="#9aa3b5" stroke-width="1.6" stroke-linejoin="round"/>
  <g transform="translate(17 25) scale(.469)">
{drawing}
  </g>
</svg>
"""


def app_svg() -> str:
    """The drawing of the program."""
    return DRAWING.read_text(encoding="utf-8")


def document_svg() -> str:
    """A page with the program's drawing on it, for documents."""
    inside = re.sub(r"</?svg\b[^>]*>", "", app_svg()).strip("\n")
    return _PAGE.format(drawing=inside)


def write_pngs(svg: str, folder: Path, sizes: list[int]) -> None:
    """Draw it in each size."""
    from PySide6.QtCore import QByteArray, QRectF, Qt  # noqa: PLC0415 - the rest of the build has no Qt
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    renderer = QSvgRenderer(QByteArray(svg.encode()))
    if not renderer.isValid():
        raise ValueError("the drawing cannot be read")
    folder.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        if not image.save(str(folder / f"{size}.png")):
            raise OSError(f"{folder / f'{size}.png'} cannot be written")


if __name__ == "__main__":
    kind, folder = sys.argv[1], Path(sys.argv[2])
    drawn = {"app": app_svg, "document": document_svg}[kind]()
    write_pngs(drawn, folder, [int(size) for size in sys.argv[3:]])
    (folder / f"{kind}.svg").write_text(drawn, encoding="utf-8")
