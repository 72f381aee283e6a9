"""What a frozen program consists of: every file, and the byte code of every Python module in it.

    build/venv/bin/python packaging/contents.py FOLDER

prints one line for each, `SHA256  NAME`, sorted; a module's name is that of the archive it stands in and its own. Two
builds of one commit print the same. Then `!` and a sentence for whatever should not be there, and status 1.
"""

import hashlib
import marshal
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

from places import ROOT

_SECRETS = ("*.pem", "*.key", "*.p12", "*.pfx", "id_rsa*", "id_ed25519*", ".netrc", ".pypirc", ".env", ".git*", "*.log")
_SECRET_TEXTS = (b"-----BEGIN PRIVATE KEY", b"-----BEGIN RSA PRIVATE KEY", b"-----BEGIN OPENSSH PRIVATE KEY", b"ghp_")

_LONGEST_NAME = 140
"""Windows takes 260 characters with the folder, and that of an unpacked portable program may have a hundred."""

Codes = dict[str, CodeType]


def lines(folder: Path, codes: Codes) -> list[str]:
    """One line for each file and module. Programs that only carry modules count by these."""
    program = program_of(folder)
    files = {
        path.relative_to(folder).as_posix(): path.readlink().as_posix().encode()
        if path.is_symlink()
        else path.read_bytes()
        for path in folder.rglob("*")
        if path != program and path.suffix != ".zip" and (path.is_symlink() or not path.is_dir())
    }
    parts = files | {name: marshal.dumps(code) for name, code in codes.items()}
    return [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(parts.items())]


def complaints(folder: Path, codes: Codes) -> Iterator[str]:
    """A sentence for each thing in the program that is the builder's, a test's or secret, or too long for Windows."""
    private = [os.fsencode(place) + b"/" for place in {ROOT, Path.home()} if len(place.parts) > 1]
    marks = (*private, *_SECRET_TEXTS)
    for path in sorted(folder.rglob("*")):
        yield from _about_file(path, path.relative_to(folder).as_posix(), marks)
    for name, code in codes.items():
        yield from _about_module(name, code, marks)


def _about_file(path: Path, name: str, marks: tuple[bytes, ...]) -> Iterator[str]:
    if len(name) > _LONGEST_NAME:
        yield f"{name} has too long a name for Windows"
    if path.is_symlink():
        if not path.exists():
            yield f"{name} links to nothing"
        return
    if any(path.match(pattern) for pattern in _SECRETS) or {"tests", "__pycache__"}.intersection(path.parts):
        yield f"{name} has no place in a program"
    if path.is_file():
        content = path.read_bytes()
        yield from (f"{name} names {mark.decode()}" for mark in marks if mark in content)


def _about_module(name: str, code: CodeType, marks: tuple[bytes, ...]) -> Iterator[str]:
    if Path(code.co_filename).is_absolute():
        yield f"{name} says it was compiled from {code.co_filename}"
    if any(mark in marshal.dumps(code) for mark in marks):
        yield f"{name} names a folder of the machine that built it"
    if "tests" in name.rsplit("/", maxsplit=1)[-1].split("."):
        yield f"{name} is a test"


def codes_of(folder: Path) -> Codes:
    """The byte code of every module, from the program's archive and the base library."""
    from PyInstaller.archive.readers import CArchiveReader  # noqa: PLC0415 - the build's own Python has it

    program = CArchiveReader(str(program_of(folder)))
    codes = {
        f"program/{name}": _loaded(program.extract(name)) for name, entry in program.toc.items() if entry[4] in "sm"
    }
    archive = program.open_embedded_archive("PYZ.pyz")
    codes |= {f"archive/{name}": archive.extract(name) for name in archive.toc}
    for path in folder.rglob("base_library.zip"):
        with zipfile.ZipFile(path) as library:
            codes |= {f"base/{name}": marshal.loads(library.read(name)[16:]) for name in library.namelist()}  # noqa: S302
    return {name: code for name, code in codes.items() if isinstance(code, CodeType)}


def program_of(folder: Path) -> Path:
    """The program in a folder."""
    return next(
        path for path in (folder / "nnviz", folder / "nnviz.exe", folder / "Contents/MacOS/nnviz") if path.is_file()
    )


def _loaded(packed: bytes) -> CodeType:
    return marshal.loads(packed)  # noqa: S302 - what we built ourselves


def main(folder: Path) -> int:
    """Print, and judge."""
    codes = codes_of(folder)
    found = list(complaints(folder, codes))
    print("\n".join([*lines(folder, codes), *(f"! {sentence}" for sentence in found)]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
