"""Lines of a table, decoded as they are read: of a large file no more than a block is in memory."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from nnviz.data.tables.dialect import ENCODINGS
from nnviz.data.tables.error import TableError
from nnviz.data.tables.source import unreadable

_BLOCK = 2**18
_LONGEST_LINE = 2**20


class TextLines:
    """Iterates over lines, each with ``\\n`` at its end, however the file ends them.

    Parameters
    ----------
    stream : BinaryIO
    encoding : str

    Attributes
    ----------
    n_bytes : int
        Read up to now.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(_errors(encoding)), True)
        self._n_lines = 0
        self.n_bytes = 0

    def __iter__(self) -> Iterator[str]:
        rest = ""
        is_over = False
        while not is_over:
            block = self._read()
            is_over = not block
            lines = io.StringIO(rest + self._decode(block)).readlines()
            rest = lines.pop() if lines and not is_over and not lines[-1].endswith("\n") else ""
            if len(rest) > _LONGEST_LINE:
                raise TableError(
                    f"line {self._n_lines + len(lines) + 1:,} has more than a million characters; this is no table"
                )
            yield from lines
            self._n_lines += len(lines)

    def _read(self) -> bytes:
        try:
            block = self._stream.read(_BLOCK)
        except OSError as error:
            raise unreadable(error) from error
        self.n_bytes += len(block)
        return block

    def _decode(self, block: bytes) -> str:
        try:
            return self._decoder.decode(block, final=not block)
        except UnicodeError as error:
            raise TableError(
                f"something behind line {self._n_lines:,} is not written in {ENCODINGS[self._encoding]}; "
                "choose another encoding"
            ) from error


def decode_head(data: bytes, encoding: str, *, is_whole: bool) -> str:
    """The beginning of a table as text; what cannot be decoded is replaced: it is only looked at."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    try:
        return io.IncrementalNewlineDecoder(decoder, True).decode(data, final=is_whole)
    except UnicodeError as error:  # UTF-16 without the mark it begins with
        raise TableError(f"this is not written in {ENCODINGS[encoding]}; choose another encoding") from error


def _errors(encoding: str) -> str:
    """Windows-1252 is what is left where nothing else fits, so it takes everything."""
    return "replace" if encoding == "cp1252" else "strict"
