"""The `.dmg` for macOS: the program as an app, beside a link to the folder it is dragged into."""

import os
import platform
import shutil
from pathlib import Path

import bundle
from macos import signing
from places import BUILD, BUNDLE, DIST, PACKAGING, ROOT, run, version

APP = BUNDLE.with_suffix(".app")


def build() -> list[Path]:
    """Pack the app, which is made first where it is missing, signed and notarized as far as there are keys."""
    bundle.ensure()
    run(["codesign", "--verify", "--deep", "--strict", APP])
    image = DIST / f"nnviz-{version()}-macos-{platform.machine()}.dmg"
    DIST.mkdir(exist_ok=True)
    stage = BUILD / "dmg"
    lay_out(stage)
    run(["hdiutil", "create", "-volname", "nnviz", "-srcfolder", stage, "-format", "ULMO", "-ov", image])
    for command in signing.sign_image(image, os.environ):
        run(command)
    commands = signing.notarize(image, os.environ)
    for command in commands:
        run(command)
    if not commands:
        print("not notarized: there are no keys for it; see packaging/README.md")
    return [image]


def lay_out(stage: Path) -> None:
    """Make what is seen when the image is opened."""
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    shutil.copytree(APP, stage / APP.name, symlinks=True)
    (stage / "Applications").symlink_to("/Applications")
    shutil.copyfile(ROOT / "LICENSE", stage / "LICENSE.txt")
    shutil.copyfile(PACKAGING / "macos" / "First start.txt", stage / "First start.txt")
