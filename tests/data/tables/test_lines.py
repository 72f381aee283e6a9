import io

import pytest

from nnviz.data.tables import lines
from nnviz.data.tables.error import TableError
from nnviz.data.tables.lines import TextLines, decode_head


def lines_of(data: bytes, encoding: str = "utf-8-sig") -> list[str]:
    return list(TextLines(io.BytesIO(data), encoding))


@pytest.fixture(params=[1, 3, 2**18])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the bytes fall into blocks."""
    monkeypatch.setattr(lines, "_BLOCK", request.param)


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_lines_end_alike_however_they_are_written(encoding: str, end: str):
    assert lines_of(f"ä,1{end}ö\x0b,2{end}{end}ü,3".encode(encoding), encoding) == ["ä,1\n", "ö\x0b,2\n", "\n", "ü,3"]


def test_it_counts_what_it_has_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "_BLOCK", 4)
    text = TextLines(io.BytesIO(b"1\n2\n3\n4\n"), "utf-8-sig")
    assert next(iter(text)) == "1\n"
    assert text.n_bytes == 4


def test_what_is_in_another_encoding_is_named():
    with pytest.raises(TableError, match=r"^something behind line 0 is not written in UTF-8; choose another encoding$"):
        lines_of("1\nä\n".encode("latin-1"))


def test_half_a_character_at_the_end():
    with pytest.raises(TableError, match="not written in UTF-16"):
        lines_of(b"\xff\xfe1", "utf-16")


def test_utf_16_without_its_mark():
    with pytest.raises(TableError, match=r"^this is not written in UTF-16; choose another encoding$"):
        decode_head(b"1,2,3", "utf-16", is_whole=True)


def test_everything_can_be_read_in_one_byte_a_letter():
    assert lines_of(bytes([0x80, 0x81]), "cp1252") == ["€\ufffd"]


def test_a_line_that_never_ends(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "_BLOCK", 4)
    monkeypatch.setattr(lines, "_LONGEST_LINE", 10)
    with pytest.raises(TableError, match=r"^line 3 has more than a million characters; this is no table$"):
        lines_of(b"1\n2\n" + b"3" * 30)


def test_a_disk_that_fails():
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error", size)

    with pytest.raises(TableError, match=r"^this file cannot be read: Input/output error$"):
        list(TextLines(Failing(), "utf-8-sig"))


def test_a_beginning_may_break_off_in_the_middle_of_a_character():
    data = "aä".encode()[:-1]
    assert decode_head(data, "utf-8-sig", is_whole=False) == "a"
    assert decode_head(data, "utf-8-sig", is_whole=True) == "a\ufffd"
