"""Documents: recipes as files.

A document is JSON: ``{"format": "nnviz-experiment", "version": 2, "experiment": {…}}``. Reading takes nothing on
trust; whatever is wrong becomes one sentence.
"""

import binascii
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

from nnviz.experiment.atomic import write_atomically
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.migrations import Json, add_engine_settings
from nnviz.experiment.presets import PRESETS, preset
from nnviz.experiment.quantity import RecipeError

FORMAT = "nnviz-experiment"
VERSION = 2
SUFFIX = ".nnviz"

_LARGEST = 128 * 1024 * 1024  # a million points of one's own with eight features take 87
_BYTES_AT_ONCE = 3 * 32 * 1024  # a multiple of three, so that pieces of base64 join; a quarter of a millisecond
_MOST_DIGITS = 40
_LONGEST_COMPLAINT = 300
_NO_SUCH_CHOICE = re.compile(r"^Invalid (?:enum )?value ('.*')$")

MIGRATIONS: dict[int, Callable[[Json], Json]] = {1: add_engine_settings}
"""From version n to n + 1: pure functions of the "experiment" part."""


def encode(experiment: Experiment) -> bytes:
    """The document of a recipe, in UTF-8; the same recipe gives the same bytes."""
    return b"".join(_pieces(experiment))


def decode(content: bytes) -> Experiment:
    """The recipe in a document.

    Raises
    ------
    RecipeError
        Says in one sentence what is wrong, and where.
    """
    document = _parse(content)
    if document.get("format") != FORMAT:
        raise RecipeError("this is not an nnviz document")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RecipeError("version: must be a whole number from 1")
    if version > VERSION:
        raise RecipeError(f"version: {version} was written by a newer nnviz; this one reads up to version {VERSION}")
    try:
        return msgspec.convert(_migrate(document.get("experiment"), version), Experiment)
    except msgspec.ValidationError as error:
        raise RecipeError(_sentence(str(error))) from error
    except UnicodeEncodeError as error:  # "\\ud800" is JSON, but half a character
        raise RecipeError("this is not an nnviz document: it is not text") from error


def read_document(path: Path) -> Experiment:
    """Read a recipe from a file.

    Raises
    ------
    RecipeError
        Where the file cannot be read or holds no recipe.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)  # not its stated size: that of a device is 0, and it never ends
    except OSError as error:
        raise RecipeError(f"cannot be read: {error.strerror or error}") from error
    if len(content) > _LARGEST:
        raise RecipeError("this file is too large to be an nnviz document")
    return decode(content)


def write_document(experiment: Experiment, path: Path, pause: Callable[[], None] | None = None) -> None:
    """Write a recipe to a file, all of it or nothing.

    Parameters
    ----------
    experiment : Experiment
    path : Path
    pause : Callable[[], None] or None
        Is called every few hundred microseconds, for whoever writes a million points beside other work.

    Raises
    ------
    OSError
        Where it cannot be written; what was there before is still there.
    """
    write_atomically(path, _pieces(experiment, pause))


def resolve_recipe(name: str) -> Experiment:
    """The recipe a person means by a word on the command line: a document or, where there is none, a preset.

    Raises
    ------
    RecipeError
        The sentence begins with the name of a document at fault.
    """
    path = Path(name)
    if name in PRESETS and (path.is_dir() or not _exists(path)):
        return PRESETS[name]
    if not _exists(path) and path.suffix != SUFFIX and path.name == name:
        return preset(name)
    try:
        return read_document(path)
    except RecipeError as error:
        raise RecipeError(f"{name}: {error}") from error


def _pieces(experiment: Experiment, pause: Callable[[], None] | None = None) -> Iterator[bytes]:
    """A document bit by bit: a million points in one call would hold up every other thread for a third of a second."""
    content = msgspec.to_builtins(experiment, builtin_types=(bytes,))
    source: dict[str, object] = content["data"]["source"]
    packed = {name: value for name, value in source.items() if isinstance(value, bytes)}
    source |= dict.fromkeys(packed, "")
    document = {"format": FORMAT, "version": VERSION, "experiment": content}
    left = msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
    for name, value in packed.items():  # no text can look like this: a quotation mark in one is written \"
        before, empty, left = left.partition(f'"{name}": ""'.encode())
        yield before + empty[:-1]
        for first in range(0, len(value), _BYTES_AT_ONCE):
            yield binascii.b2a_base64(memoryview(value)[first : first + _BYTES_AT_ONCE], newline=False)
            if pause is not None:
                pause()
        left = empty[-1:] + left
    yield left


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long, or in a folder that is closed to us
        return False


def _parse(content: bytes) -> Json:
    try:
        parsed: object = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_without_duplicates,
            parse_int=_parse_whole_number,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise RecipeError("this is not an nnviz document: it is not text") from error
    except json.JSONDecodeError as error:
        raise RecipeError(f"line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})") from error
    except RecursionError as error:
        raise RecipeError("this is not an nnviz document: it is nested too deeply") from error
    if not isinstance(parsed, dict):
        raise RecipeError("this is not an nnviz document")
    return cast("Json", parsed)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RecipeError(_one_line(f"{twice!r} is given twice"))
    return found


def _parse_whole_number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise RecipeError(f"a number of {len(digits):,} digits is too long")
    return int(digits)


def _refuse_constant(name: str) -> float:
    raise RecipeError(f"{name} is not a number")


def _migrate(experiment: object, version: int) -> object:
    if not isinstance(experiment, dict):
        return experiment
    migrated = cast("Json", experiment)
    for step in range(version, VERSION):
        migrated = MIGRATIONS[step](migrated)
    return migrated


def _sentence(complaint: str) -> str:
    """Turn msgspec's "what - at `$.a.b`" into "a.b: what"."""
    what, mark, where = complaint.rpartition(" - at `$")
    place = where.rstrip("`").lstrip(".")
    what = _NO_SUCH_CHOICE.sub(r"\1 is none of the choices there are", what)
    return _one_line(f"{place}: {what}" if mark and place else what or complaint)


def _one_line(sentence: str) -> str:
    """A complaint quotes the document, and that may hold anything."""
    characters = (char if char.isprintable() else char.encode("unicode_escape").decode() for char in sentence)
    shown = "".join(characters)
    return shown if len(shown) <= _LONGEST_COMPLAINT else f"{shown[:_LONGEST_COMPLAINT]}…"
