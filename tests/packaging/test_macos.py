"""What is built for macOS, as far as it can be seen from any system."""

import plistlib
from pathlib import Path

import pytest
from macos import image, signing
from macos.info import DOCUMENT_TYPE, info_plist

IDENTITY = {"NNVIZ_SIGN_IDENTITY": "Developer ID Application: Somebody"}
NOTARY = {"NNVIZ_NOTARY_APPLE_ID": "a", "NNVIZ_NOTARY_TEAM_ID": "t", "NNVIZ_NOTARY_PASSWORD": "p"}
DMG = Path("nnviz.dmg")


def test_documents_open_with_nnviz():
    read = plistlib.loads(plistlib.dumps(info_plist("0.1.0")))
    assert read["CFBundleShortVersionString"] == "0.1.0"
    (document,) = read["CFBundleDocumentTypes"]
    (declared,) = read["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [declared["UTTypeIdentifier"]] == [DOCUMENT_TYPE]
    assert document["LSHandlerRank"] == "Owner"
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == ["nnviz"]
    assert document["CFBundleTypeIconFile"] == declared["UTTypeIconFile"] == "document.icns"


def test_without_keys_nothing_is_signed_with_a_name_nor_sent_to_apple():
    assert signing.freezing_options({}) == {}
    assert signing.sign_image(DMG, {}) == []
    assert signing.notarize(DMG, {}) == []
    assert signing.notarize(DMG, NOTARY) == []  # what is signed ad hoc would be refused
    assert signing.notarize(DMG, IDENTITY | {"NNVIZ_NOTARY_APPLE_ID": "a"}) == []


def test_with_keys_the_image_is_signed_sent_and_stapled():
    options = signing.freezing_options(IDENTITY)
    assert options["codesign_identity"] == IDENTITY["NNVIZ_SIGN_IDENTITY"]
    entitlements = plistlib.loads(Path(options["entitlements_file"]).read_bytes())
    assert entitlements["com.apple.security.cs.disable-library-validation"] is True
    assert [command[0] for command in signing.sign_image(DMG, IDENTITY)] == ["codesign"]
    submit, staple = signing.notarize(DMG, IDENTITY | NOTARY)
    assert submit[:4] == ["xcrun", "notarytool", "submit", DMG]
    assert submit[-1] == "--wait"
    assert staple == ["xcrun", "stapler", "staple", DMG]


def test_the_disk_image_shows_the_app_and_where_to_drag_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    app = tmp_path / "nnviz.app"
    (app / "Contents" / "MacOS").mkdir(parents=True)
    (app / "Contents" / "MacOS" / "nnviz").write_text("program")
    (app / "Contents" / "Frameworks").symlink_to("MacOS")
    monkeypatch.setattr(image, "APP", app)
    stage = tmp_path / "stage"
    image.lay_out(stage)
    assert sorted(path.name for path in stage.iterdir()) == [
        "Applications",
        "First start.txt",
        "LICENSE.txt",
        "nnviz.app",
    ]
    assert (stage / "Applications").readlink() == Path("/Applications")
    assert (stage / "nnviz.app" / "Contents" / "Frameworks").is_symlink()  # a copy of each library would double it
