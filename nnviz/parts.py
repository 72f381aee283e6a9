"""What nnviz is made of: every part that is shipped with it, its version, its licence, and where its source is."""

import importlib.metadata
import json
import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution
from pathlib import Path

import nnviz
from nnviz.resources import resource_folder

LIST_NAME = "parts.json"
"""File among the licences of a built program: a program in one folder has no packages left to ask."""

_NEEDED = ("PySide6-Essentials", "numpy", "scikit-learn", "pyqtgraph", "msgspec")
_USUAL_NAMES = ("LICENSE.txt", "LICENSE", "LICENSE.md", "COPYING", "COPYING.txt")
_SOURCE_LABELS = ("source", "source code", "repository", "homepage")
_LESSER = "LGPL-3.0"
_LONGEST_NAME_OF_A_LICENCE = 80


@dataclass(frozen=True)
class Part:
    """One thing that is shipped.

    Attributes
    ----------
    name, version : str
        The version may be empty.
    summary : str
        What it is, in a line.
    licence : str
        Its short name.
    source : str
        Where its source is found; may be empty.
    text : str
        The licence itself, whole.
    purl : str
        The name by which lists of vulnerabilities know it, a package URL; may be empty.
    """

    name: str
    version: str
    summary: str
    licence: str
    source: str
    text: str
    purl: str = ""


def shipped_parts() -> tuple[Part, ...]:
    """All parts: as written down when the program was built, else as installed here."""
    listed = resource_folder() / "licences" / LIST_NAME
    if listed.is_file():
        return tuple(Part(**fields) for fields in json.loads(listed.read_text(encoding="utf-8")))
    return installed_parts()


def installed_parts() -> tuple[Part, ...]:
    """nnviz, Qt, Python, the typeface, and every package needed, from what their makers installed with them."""
    packages = [_package(found) for found in _needed_distributions()]
    qt_version = next((part.version for part in packages if part.name.startswith("PySide6")), "")
    return (_nnviz(), _qt(qt_version), *packages, _python(), _typeface())


def write_parts(parts: tuple[Part, ...], path: Path) -> None:
    """Write parts down for `shipped_parts` of a built program."""
    content = json.dumps([asdict(part) for part in parts], ensure_ascii=False, indent=1)
    path.write_text(f"{content}\n", encoding="utf-8", newline="\n")


# ---- packages -----------------------------------------------------------------------------------------------------


def _needed_distributions() -> Iterator[Distribution]:
    """The packages that nnviz needs, and those that they need, each once."""
    waiting, seen = list(_NEEDED), set[str]()
    while waiting:
        name = waiting.pop(0)
        key = _normal(name)
        if key in seen:
            continue
        seen.add(key)
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:  # for another system, or of another Python
            continue
        yield found
        waiting += [_name_in(line) for line in found.requires or () if "extra ==" not in line]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _name_in(requirement: str) -> str:
    """The package's name in a line such as ``numpy>=2.0; python_version < "3.12"``."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def _package(found: Distribution) -> Part:
    licence = _licence_of(found)
    text = _text_of(found) or (_lesser_texts() if _LESSER in licence else "")
    summary = _field(found, "Summary")
    purl = f"pkg:pypi/{_normal(found.metadata['Name'])}@{found.version}"
    return Part(
        found.metadata["Name"].replace("_", " "), found.version, summary, licence, _source_of(found), text, purl
    )


def _field(found: Distribution, name: str) -> str:
    """One line of a package's own description; empty where it says nothing."""
    return next(iter(found.metadata.get_all(name) or ()), "")


def _licence_of(found: Distribution) -> str:
    """The short name of a licence; older packages give it as a classifier, or put the text where the name belongs."""
    for field in ("License-Expression", "License"):
        named = _field(found, field).strip()
        if named and "\n" not in named and "Copyright" not in named and len(named) <= _LONGEST_NAME_OF_A_LICENCE:
            return named
    classifiers = found.metadata.get_all("Classifier") or []
    named = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    return ", ".join(named)


def _source_of(found: Distribution) -> str:
    addresses = dict[str, str]()
    for line in found.metadata.get_all("Project-URL") or []:
        label, _, address = line.partition(",")
        addresses[label.strip().lower()] = address.strip()
    addresses.setdefault("homepage", _field(found, "Home-page"))
    return next((addresses[label] for label in _SOURCE_LABELS if addresses.get(label)), "")


def _text_of(found: Distribution) -> str:
    names = found.metadata.get_all("License-File") or _USUAL_NAMES
    texts = {name: found.read_text(f"licenses/{name}") or found.read_text(name) for name in names}
    known = [(name, text.strip()) for name, text in texts.items() if text]
    if len(known) == 1:
        return known[0][1]
    return "\n\n\n".join(f"{name}\n{'=' * len(name)}\n\n{text}" for name, text in known)


# ---- what is no package -------------------------------------------------------------------------------------------


def _nnviz() -> Part:
    beside = Path(nnviz.__file__).parent.parent / "LICENSE"
    text = beside.read_text(encoding="utf-8").strip() if beside.is_file() else ""
    if not text:  # installed as a package
        try:
            text = _text_of(importlib.metadata.distribution("nnviz"))
        except importlib.metadata.PackageNotFoundError:
            text = "MIT"
    return Part(
        "nnviz",
        nnviz.__version__,
        "Shows a neural network learning",
        "MIT",
        "",
        text,
        f"pkg:generic/nnviz@{nnviz.__version__}",
    )


def _qt(version: str) -> Part:
    text = f"{_licence_file('replacing-qt')}\n\n\n{_lesser_texts()}"
    return Part(
        "Qt", version, "Windows, widgets and drawing", "LGPL-3.0-only", "code.qt.io", text, f"pkg:generic/qt@{version}"
    )


def _lesser_texts() -> str:
    """The Lesser General Public License, and the one that it refers to; PySide6 installs neither."""
    return f"{_licence_file('LGPL-3.0')}\n\n\n{_licence_file('GPL-3.0')}"


def _licence_file(name: str) -> str:
    return (resource_folder() / "licences" / f"{name}.txt").read_text(encoding="utf-8").strip("\n")


def _python() -> Part:
    version = sys.version.split()[0]
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{sysconfig.get_python_version()}/copyright"),
    )
    text = next((place.read_text(encoding="utf-8") for place in places if place.is_file()), sys.copyright)
    summary, purl = "The language nnviz is written in", f"pkg:generic/python@{version}"
    return Part("Python", version, summary, "PSF-2.0", "www.python.org", text.strip(), purl)


def _typeface() -> Part:
    text = (resource_folder() / "fonts" / "OFL.txt").read_text(encoding="utf-8").strip()
    return Part("Inter", "", "The typeface", "OFL-1.1", "rsms.me/inter", text)
