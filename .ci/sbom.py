"""A bill of materials (CycloneDX 1.6) of what the program needs, made of run.txt and licences.yaml:

python .ci/sbom.py dist/cermat.cdx.json

The same for the same files, on every machine: nothing is asked of a network, no time stands in it.
"""

import json
import re
import sys
import tomllib
import uuid
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "requirements" / "run.txt"
_PIN = re.compile(r"^([\w.-]+)==([^ ;\\]+)(.*?)(?=^\S|\Z)", re.M | re.S)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ASKED_BY = re.compile(r"#\s+(?:via\s+)?(.*)")


def component(name: str, version: str, rest: str, licences: dict[str, str]) -> dict:
    """A pinned package as CycloneDX tells it."""
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in _HASH.findall(rest)],
        "licenses": [{"expression": licences[name]}],
    }


def edges(pins: list[tuple[str, str, str]]) -> list[dict]:
    """Which package asks for which, as the comments of run.txt tell it."""
    refs = {name: f"pkg:pypi/{name}@{version}" for name, version, _ in pins}
    asks: dict[str, list[str]] = {ref: [] for ref in refs.values()}
    for name, _, rest in pins:
        for by in _ASKED_BY.findall(rest):
            if by in refs:
                asks[refs[by]].append(refs[name])
    return [{"ref": ref, "dependsOn": sorted(found)} for ref, found in asks.items()]


def bill() -> dict:
    """The whole bill as a dict."""
    text = PINS.read_text(encoding="utf-8")
    licences = yaml.safe_load((PINS.parent / "licences.yaml").read_text(encoding="utf-8"))["packages"]
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [found.groups() for found in _PIN.finditer(text)]
    whole = {
        "type": "application",
        "bom-ref": about["name"],
        "name": about["name"],
        "version": about["version"],
        "description": about["description"],
        "licenses": [{"expression": about["license"]}],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, about['version'] + text)}",
        "version": 1,
        "metadata": {"component": whole},
        "components": [component(*pin, licences) for pin in pins],
        "dependencies": edges(pins),
    }


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(bill(), indent=1) + "\n", encoding="utf-8", newline="\n")
    print(f"→ {out}")
