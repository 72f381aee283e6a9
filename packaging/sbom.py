"""The software bill of materials of a release, in CycloneDX: what the program is made of, by its own list.

    python3 packaging/sbom.py [PARTS.json]

writes dist/nnviz-VERSION-SYSTEM-MACHINE.cdx.json from the frozen program's list, or from the one that is named.
"""

import json
import platform
import re
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

from places import BUNDLE, DIST, source_date, version

PARTS = BUNDLE / "_internal" / "resources" / "licences" / "parts.json"
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_NO_EXPRESSION = {"BSD License", "as below"}
"""Words that stand where a licence's short name belongs; the text says which it is."""


def bill(parts: list[dict], digest_of: str) -> dict:
    """The document.

    Parameters
    ----------
    parts : list[dict]
        As in the program's own list, nnviz first.
    digest_of : str
        Makes the document's number: the same parts at the same time have the same.
    """
    nnviz, *others = parts
    date = datetime.fromtimestamp(source_date(), UTC)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{digest_of} {date.isoformat()}')}",
        "version": 1,
        "metadata": {"timestamp": date.strftime("%Y-%m-%dT%H:%M:%SZ"), "component": _component(nnviz, "application")},
        "components": [_component(part, "library") for part in others],
        "dependencies": [
            {"ref": _reference(nnviz), "dependsOn": sorted(_reference(part) for part in others)},
            *({"ref": _reference(part), "dependsOn": []} for part in others),
        ],
    }


def _component(part: dict, kind: str) -> dict:
    component = {"type": kind, "bom-ref": _reference(part), "name": part["name"], "version": part["version"]}
    if part["summary"]:
        component["description"] = part["summary"]
    licence = part["licence"]
    if licence not in _NO_EXPRESSION and _EXPRESSION.fullmatch(licence):
        component["licenses"] = [{"expression": licence}]
    elif licence:
        component["licenses"] = [{"license": {"name": licence.replace("as below", "see its copyright file")}}]
    if part["purl"]:
        component["purl"] = part["purl"]
    return component


def _reference(part: dict) -> str:
    return part["purl"] or part["name"]


def main(words: list[str]) -> int:
    """Write it."""
    source = Path(words[0]) if words else PARTS
    text = source.read_text(encoding="utf-8")
    DIST.mkdir(exist_ok=True)
    path = DIST / f"nnviz-{version()}-{_SYSTEMS[sys.platform]}-{platform.machine().lower()}.cdx.json"
    content = json.dumps(bill(json.loads(text), text), ensure_ascii=False, indent=1)
    path.write_text(f"{content}\n", encoding="utf-8", newline="\n")
    print(f"built {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
