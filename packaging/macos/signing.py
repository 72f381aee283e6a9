"""Signing and notarization, with keys where the environment has them.

NNVIZ_SIGN_IDENTITY is a “Developer ID Application” certificate in the keychain; without it we sign ad hoc.
NNVIZ_NOTARY_APPLE_ID, NNVIZ_NOTARY_TEAM_ID and NNVIZ_NOTARY_PASSWORD (an app-specific one) say who asks Apple's notary.
"""

from collections.abc import Mapping
from pathlib import Path

_NOTARY = ("NNVIZ_NOTARY_APPLE_ID", "NNVIZ_NOTARY_TEAM_ID", "NNVIZ_NOTARY_PASSWORD")
_IDENTITY = "NNVIZ_SIGN_IDENTITY"

Command = list[str | Path]


def freezing_options(environment: Mapping[str, str]) -> dict[str, str]:
    """What PyInstaller is told, so that it signs every library it collects; without a key it does so ad hoc."""
    identity = environment.get(_IDENTITY, "")
    if not identity:
        return {}
    return {"codesign_identity": identity, "entitlements_file": str(Path(__file__).with_name("entitlements.plist"))}


def sign_image(image: Path, environment: Mapping[str, str]) -> list[Command]:
    """Commands that sign a disk image; none without a key, because ad hoc would say nothing to anybody."""
    identity = environment.get(_IDENTITY, "")
    return [["codesign", "--force", "--timestamp", "--sign", identity, image]] if identity else []


def notarize(image: Path, environment: Mapping[str, str]) -> list[Command]:
    """Commands that let Apple look at a signed disk image and fasten its answer to it; none without keys."""
    apple_id, team, password = (environment.get(name, "") for name in _NOTARY)
    if not (environment.get(_IDENTITY) and apple_id and team and password):
        return []
    who = ["--apple-id", apple_id, "--team-id", team, "--password", password]
    return [
        ["xcrun", "notarytool", "submit", image, *who, "--wait"],
        ["xcrun", "stapler", "staple", image],
    ]
