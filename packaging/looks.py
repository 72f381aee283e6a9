"""What Windows and macOS show of the frozen program: icon, version, document type, signature.

Called by `nnviz.spec` while it freezes. On Linux all of that stands in files beside the program.
"""

import os
import sys

import icon_files
from macos import signing
from macos.info import IDENTIFIER, info_plist
from places import BUILD, version
from windows.version_info import version_resource

ICONS = BUILD / "icons"


def program_options(name: str) -> dict:
    """Options of PyInstaller's EXE for the program of this name."""
    if sys.platform == "win32":
        icon_files.write_all(ICONS)
        resource = BUILD / f"{name}-version.txt"
        resource.write_text(version_resource(version(), f"{name}.exe"), encoding="utf-8")
        return {"icon": str(ICONS / "nnviz.ico"), "version": str(resource)}
    if sys.platform == "darwin":
        return signing.freezing_options(os.environ)
    return {}


def app_options() -> dict:
    """Options of PyInstaller's BUNDLE."""
    icon_files.write_all(ICONS)
    return {
        "icon": str(ICONS / "nnviz.icns"),
        "bundle_identifier": IDENTIFIER,
        "version": version(),
        "info_plist": info_plist(version()),
    }


def resources() -> list[tuple[str, str, str]]:
    """Files that the app refers to by name; PyInstaller puts data into its Resources folder."""
    if sys.platform != "darwin":
        return []
    icon_files.write_all(ICONS)
    return [("document.icns", str(ICONS / "document.icns"), "DATA")]
