"""What the Linux packages are made of, without building them: the long proofs are scripts in packaging/."""

import configparser
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import icons
import places
import pytest
import trim
from linux import libraries, metainfo, tarball
from linux.deb import control
from man_page import man_page

import nnviz
from nnviz import system
from nnviz.cli import parsers

PACKAGING = Path(__file__).resolve().parent.parent.parent / "packaging"
ELF = "/usr/lib/x86_64-linux-gnu/"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux builds its own packages")


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is dated, and nobody has said where the project lives."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.delenv("NNVIZ_HOMEPAGE", raising=False)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder that looks like a frozen program: it names one library, and brings another."""
    folder = tmp_path / "nnviz"
    (folder / "_internal").mkdir(parents=True)
    (folder / "nnviz").write_bytes(b"\x7fELF GLIBC_2.17\0 GLIBC_2.35\0 GLIBC_2.4\0")
    (folder / "_internal" / "libxcb-cursor.so.0").write_bytes(b"\x7fELF")
    (folder / "_internal" / "libown.so.1").write_bytes(b"\x7fELF")
    (folder / "_internal" / "link.so").symlink_to("libown.so.1")
    return folder


def test_the_manual_says_what_the_parsers_say() -> None:
    page = man_page()
    plain = page.replace("\\", "")
    for parser in parsers():
        assert parser.prog in plain
        for action in parser._actions:
            assert all(name in plain for name in action.option_strings)
            assert "%(default)s" not in plain
    assert f"nnviz {nnviz.__version__}" in page
    assert '"2023-11-14"' in page
    assert not [line for line in page.splitlines() if line.startswith("'") or not line.strip()]


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_is_read_without_a_warning() -> None:
    command = ["groff", "-man", "-ww", "-z", "-Tutf8", "-"]
    page = man_page()
    done = subprocess.run(command, input=page, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_the_desktop_entry_and_the_mime_type_fit_one_another() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(PACKAGING / "linux" / "nnviz.desktop", encoding="utf-8")
    fields = entry["Desktop Entry"]
    mime = ET.parse(PACKAGING / "linux" / "nnviz.xml").getroot()
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = mime.find("m:mime-type", names)
    assert fields["Version"] == "1.0"  # what Debian 12 knows
    assert fields["Exec"] == "nnviz %f"
    assert fields["MimeType"] == f"{kind.get('type')};"
    assert kind.find("m:glob", names).get("pattern") == "*.nnviz"
    assert kind.find("m:icon", names).get("name") == kind.get("type").replace("/", "-")


def test_the_metadata_are_of_this_version_and_name_no_address_unless_told(monkeypatch) -> None:
    root = ET.fromstring(metainfo.metainfo())
    release = root.find("releases/release")
    assert (release.get("version"), release.get("date")) == (nnviz.__version__, "2023-11-14")
    assert root.find("url") is None
    assert root.findtext("launchable") == "nnviz.desktop"
    pictures = [image.text for image in root.iter("image")]
    assert all((PACKAGING / "screenshots" / Path(picture).name).is_file() for picture in pictures)
    assert all(picture.startswith("file:///usr/share/nnviz/") for picture in pictures)
    monkeypatch.setenv("NNVIZ_HOMEPAGE", "https://example.org/nnviz/")
    root = ET.fromstring(metainfo.metainfo())
    assert root.findtext("url") == "https://example.org/nnviz"
    assert next(root.iter("image")).text.startswith(f"https://example.org/nnviz/raw/v{nnviz.__version__}/packaging/")


def test_the_package_depends_on_all_that_a_window_needs(program: Path, tmp_path: Path) -> None:
    target = tmp_path / "tree" / "usr" / "lib" / "nnviz"
    shutil.copytree(program, target, symlinks=True)
    fields_of = control("1.2-3", tmp_path / "tree")
    fields = dict(line.split(": ", 1) for line in fields_of.splitlines() if not line.startswith(" "))
    depends = fields["Depends"].split(", ")
    assert (fields["Package"], fields["Version"], fields["Architecture"]) == ("nnviz", "1.2-3", "amd64")
    assert depends[0] == "libc6 (>= 2.35)"
    assert set(depends) >= {*system._APT.values(), *system._APT_X11.values()}
    assert "python" not in fields_of
    assert int(fields["Installed-Size"]) == 4


def test_a_library_that_nobody_brings_is_noticed(program: Path, monkeypatch) -> None:
    monkeypatch.setattr(libraries, "_named", lambda path: {"libc.so.6", "libown.so.1", f"libnew-{path.name}.so"})
    assert libraries.unknown(program) == {
        "libnew-libown.so.1.so": "_internal/libown.so.1",
        "libnew-libxcb-cursor.so.0.so": "_internal/libxcb-cursor.so.0",
        "libnew-nnviz.so": "nnviz",
    }


@pytest.mark.parametrize(
    ("name", "source", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "", True),
        ("PySide6/Qt/plugins/platforms/libqminimalegl.so", "", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", "", True),
        ("PySide6/Qt/plugins/imageformats/libqtiff.so", "", False),
        ("PySide6/Qt/translations/qtbase_de.qm", "", True),
        ("PySide6/Qt/translations/qt_help_de.qm", "", False),
        ("sklearn/datasets/data/iris.csv", "", True),
        ("scipy/sparse/tests/data/a.npz", "", False),
        ("libgtk-3.so.0", f"{ELF}libgtk-3.so.0", False),
        ("libxcb-cursor.so.0", f"{ELF}libxcb-cursor.so.0", True),
        ("libpython3.11.so.1.0", f"{ELF}libpython3.11.so.1.0", True),
        ("python3.11/lib-dynload/_json.so", "/usr/lib/python3.11/lib-dynload/_json.so", True),
        ("resources/nnviz.svg", "", True),
    ],
)
def test_what_is_trimmed(name: str, source: str, kept: bool) -> None:
    assert trim.is_kept(name, source) is kept


def test_no_link_is_left_dangling() -> None:
    entries = [
        ("PySide6/Qt/lib/libQt6Core.so.6", "/venv/libQt6Core.so.6", "BINARY"),
        ("PySide6/Qt/lib/libQt6Pdf.so.6", "/venv/libQt6Pdf.so.6", "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libgone.so", "PySide6/Qt/lib/libgone.so", "SYMLINK"),
        ("scipy.libs/libx.so", "../PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
    ]
    assert [name for name, _, _ in trim.trimmed(entries)] == [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libQt6Core.so.6",
        "scipy.libs/libx.so",
    ]


def test_the_archive_is_the_same_twice_and_starts_from_anywhere(program: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tarball, "BUNDLE", program)
    (program / "nnviz").write_bytes(b'#!/bin/sh\necho "started with $1"\n')
    monkeypatch.setattr(tarball.libraries, "glibc", lambda _folder: "2.35")
    for name in ("first.tar", "second.tar"):
        with (tmp_path / name).open("wb") as stream:
            tarball.pack(stream, "nnviz-1")
    assert (tmp_path / "first.tar").read_bytes() == (tmp_path / "second.tar").read_bytes()
    with tarfile.open(tmp_path / "first.tar") as archive:
        archive.extractall(tmp_path / "my folder", filter="data")
    top = tmp_path / "my folder" / "nnviz-1"
    assert "glibc 2.35" in (top / "README.txt").read_text()
    link = tmp_path / "link"
    link.symlink_to(top / "nnviz")
    done = subprocess.run([str(link), "a b"], capture_output=True, text=True, check=True, cwd="/")
    assert done.stdout == "started with a b\n"


def test_a_document_wears_the_programs_own_drawing() -> None:
    page = ET.fromstring(icons.document_svg())
    own = ET.fromstring(icons.app_svg())
    circles = "{http://www.w3.org/2000/svg}circle"
    assert len(list(page.iter(circles))) == len(list(own.iter(circles))) > 0


def test_the_build_knows_the_version_and_the_date() -> None:
    assert places.version() == nnviz.__version__
    assert places.source_date() == 1_700_000_000
    assert places.build_variables()["PYTHONHASHSEED"] == "1"


def test_the_builds_packages_are_pinned_as_the_programs_are() -> None:
    def pins(name: str) -> set[str]:
        text = (PACKAGING / name).read_text(encoding="utf-8")
        assert "http" not in text
        return set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))

    assert pins("requirements.txt") < pins("requirements-build.txt")
