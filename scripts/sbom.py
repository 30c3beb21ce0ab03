"""Prints what the project consists of as a CycloneDX 1.6 document (JSON): every locked package and every vendored file.

It is made of the lock, which knows versions, hashes and who needs whom, of the licences that the installed packages state,
and of the table of vendored files. Tools that look at an environment know neither the hashes nor the vendored files, and
would add half a dozen packages to the lock; the tests hold this against the specification's own schema.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_ENTRY = re.compile(r"(?m)^([\w.-]+)==(\S+)(?: ; (.+?))? \\\n((?: +--hash=\S+.*\n)+)((?: +#.*\n)+)")
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_PARENT = re.compile(r"# +(?:via )?([\w.-]+)(?: \(pyproject\.toml\))?$", re.MULTILINE)
_STATED = re.compile(r'(?m)^ +"([\w.-]+)[^#\n]*# (.+?)\. [A-Z]')
"""How pyproject.toml states the licence of what the project itself asks for."""
_VENDORED = re.compile(r"(?m)^\| (\S+) \| (\S+?), .+ \| (\S+) \| (\S+) \| ([0-9a-f]{64}) \|$")


class Locked(NamedTuple):
    """A package in the lock: who needs it, for which systems, and the SHA-256 of each file of it that may be installed."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(lock: str) -> tuple[Locked, ...]:
    """Every package of a lock."""
    return tuple(
        Locked(name, version, marker, tuple(_HASH.findall(hashes)), tuple(_PARENT.findall(via.replace("# via\n", ""))))
        for name, version, marker, hashes, via in _ENTRY.findall(lock)
    )


def bill(root: Path) -> Mapping[str, Any]:
    """The document."""
    text = (root / "pyproject.toml").read_text("utf-8")
    project, stated = tomllib.loads(text)["project"], dict(_STATED.findall(text))
    packages = locked((root / "requirements.lock").read_text("utf-8"))
    wanted = _reached(packages, {_name(line) for line in project["dependencies"]})
    refs = {name: [one.ref for one in packages if one.name == name] for name in {one.name for one in packages}}
    own = project["name"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": own, "name": own, "version": project["version"]},
        },
        "components": [
            *(_component(one, one.name in wanted, stated.get(one.name, "")) for one in packages),
            *_vendored((root / "theme/assets/vendor/README.md").read_text("utf-8")),
        ],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted({one.ref for one in packages if name in one.needed_by})}
            for name, its in ((own, [own]), *sorted(refs.items()))
            for ref in its
        ],
    }


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0] if found else "").lower()


def _reached(packages: tuple[Locked, ...], names: set[str]) -> set[str]:
    """Some packages and all that they need."""
    while more := {one.name for one in packages if names & {*one.needed_by}} - names:
        names |= more
    return names


def _component(one: Locked, is_needed: bool, stated: str) -> dict[str, Any]:
    """A package; ``excluded`` are those that only developers install."""
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": one.ref,
        "name": one.name,
        "version": one.version,
        "scope": "required" if is_needed else "excluded",
        "hashes": [{"alg": "SHA-256", "content": content} for content in one.hashes],
        "purl": one.ref,
    }
    if licence := _licence(one.name, stated):
        found["licenses"] = [licence]
    if one.marker:
        found["properties"] = [{"name": "python:marker", "value": one.marker}]
    return found


def _licence(name: str, stated: str) -> dict[str, Any] | None:
    """The licence that an installed package states, or else the project; nothing where it is not for this system."""
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return {"license": {"name": stated}} if stated else None
    if "License-Expression" in about:
        return {"expression": about["License-Expression"]}
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License")
    ]
    said = next(iter(classified), "") or str(about["License"] or "").strip().partition("\n")[0] or stated
    return {"license": {"name": said}} if said else None


def _vendored(table: str) -> Iterator[dict[str, Any]]:
    for file, package, version, licence, content in _VENDORED.findall(table):
        yield {
            "type": "file",
            "bom-ref": f"vendor/{file}",
            "name": f"theme/assets/vendor/{file}",
            "version": version,
            "scope": "required",
            "hashes": [{"alg": "SHA-256", "content": content}],
            "licenses": [{"expression": licence}],
            "purl": f"pkg:npm/{package}@{version}#{file}",
        }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(ROOT), ensure_ascii=False, indent=2) + "\n")
