"""The AppImage, up to the tool that packs it."""

from pathlib import Path

import pytest
from linux import appimage


def test_without_the_tool_nothing_is_built_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(appimage.shutil, "which", lambda _: None)
    assert appimage.build() == []
    assert capsys.readouterr().out == "no AppImage: appimagetool is not here\n"


def test_the_folder_is_laid_out_as_the_format_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = tmp_path / "bundle"
    program.mkdir()
    (program / "nnviz").write_text("program")
    monkeypatch.setattr(appimage, "BUNDLE", program)
    monkeypatch.setattr(appimage, "build_python", lambda: Path("python"))
    monkeypatch.setattr(appimage, "run", lambda command: (command[3] / f"{command[4]}.png").write_text("picture"))
    folder = tmp_path / "nnviz.AppDir"
    appimage.lay_out(folder)
    assert (folder / "AppRun").read_text() == "program"
    assert (folder / ".DirIcon").read_text() == "picture"
    assert sorted(path.name for path in folder.iterdir()) == [".DirIcon", "AppRun", "nnviz.desktop", "nnviz.png", "usr"]
    assert (folder / "usr" / "share" / "metainfo" / "nnviz.metainfo.xml").is_file()
