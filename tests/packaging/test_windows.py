"""What is built for Windows, as far as it can be seen from any system."""

import ast
import zipfile
from pathlib import Path

import icon_files
import pytest
from PySide6.QtGui import QGuiApplication
from windows import archive
from windows.check_installer import stand_in
from windows.installer import compile_installer, makensis, removal
from windows.version_info import version_numbers, version_resource


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("2.10", (2, 10, 0, 0)), ("1.2.3rc4.5", (1, 2, 3, 0)), ("1.2.dev3", (1, 2, 0, 0))],
)
def test_a_version_is_four_numbers_to_windows(version: str, numbers: tuple[int, ...]):
    assert version_numbers(version) == numbers


def test_the_version_resource_is_one_expression_that_names_the_program():
    text = version_resource("0.1.0", "nnviz-cli.exe")
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    assert [keyword.arg for keyword in call.keywords] == ["ffi", "kids"]
    words = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
    assert {"0.1.0", "nnviz-cli.exe", "ProductVersion"} <= words


def test_the_uninstaller_removes_files_by_name_and_folders_only_where_they_are_empty(tmp_path: Path):
    payload = stand_in(tmp_path / "payload", "100$.txt")
    lines = removal(payload).splitlines()
    assert 'Delete "$INSTDIR\\nnviz.exe"' in lines
    assert 'Delete "$INSTDIR\\_internal\\deep\\er\\a b.txt"' in lines
    assert 'Delete "$INSTDIR\\_internal\\100$$.txt"' in lines
    assert lines[-3:] == [f'RMDir "$INSTDIR\\_internal{inside}"' for inside in ("\\deep\\er", "\\deep", "")]
    assert not any("/r" in line for line in lines)


@pytest.mark.skipif(makensis() is None, reason="makensis is not here (Debian: the package nsis)")
def test_the_installer_compiles_without_a_warning(tmp_path: Path, qapp: QGuiApplication):
    del qapp
    icon_files.write_all(tmp_path / "icons")
    output = tmp_path / "nnviz-0.1.0-windows-x64.exe"
    compile_installer(stand_in(tmp_path / "payload", "a.txt"), tmp_path / "icons", output, "0.1.0")
    content = output.read_bytes()
    assert content[:2] == b"MZ"
    assert "nnviz founders".encode("utf-16-le") in content  # its version information


def test_the_portable_archive_is_the_same_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000001")
    payload = stand_in(tmp_path / "payload", "a.txt")
    first, second = tmp_path / "nnviz-0.1.0.zip", tmp_path / "again" / "nnviz-0.1.0.zip"
    archive.pack(payload, first)
    (payload / "nnviz.exe").touch()
    archive.pack(payload, second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
        assert b"nnviz-cli train" in packed.read("nnviz-0.1.0/README.txt")
    assert "nnviz-0.1.0/_internal/deep/er/a b.txt" in names
    assert all(name.startswith("nnviz-0.1.0/") for name in names)
