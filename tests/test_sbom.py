"""The bill of materials names every locked package and every vendored file, by the specification's own schema."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from typing import Any

import pytest
from adapter_site import ROOT
from jsonschema import Draft7Validator
from referencing import Registry, Resource

sys.path.insert(0, str(ROOT / "scripts"))
import sbom

SCHEMAS = ROOT / "tests" / "schemas" / "cyclonedx"
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def bill() -> Any:
    command = [sys.executable, str(ROOT / "scripts" / "sbom.py")]
    return json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)


def validator() -> Draft7Validator:
    resources = []
    for file in SCHEMAS.glob("*.json"):
        name = file.name.replace(".schema.json", ".SNAPSHOT.schema.json")
        resources.append((f"http://cyclonedx.org/schema/{name}", Resource.from_contents(json.loads(file.read_text()))))
    schema = json.loads((SCHEMAS / "bom-1.6.schema.json").read_text("utf-8"))
    return Draft7Validator(schema, registry=Registry().with_resources(resources))


def test_the_schema_is_the_specifications_own() -> None:
    listed = dict(re.findall(r"(?m)^\| (\S+\.json) \| ([0-9a-f]{64}) \|$", (SCHEMAS / "README.md").read_text("utf-8")))
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in SCHEMAS.glob("*.json")} == listed


def test_the_bill_follows_the_schema_and_another_does_not(bill: Any) -> None:
    assert [error.message for error in validator().iter_errors(bill)] == []
    bill["components"][0]["hashes"][0]["content"] = "x"
    assert len(list(validator().iter_errors(bill))) == 1
    del bill["components"][0]["hashes"]


def test_every_locked_package_is_there_with_its_hashes_and_who_needs_it(bill: Any) -> None:
    found = {(one["name"], one["version"]): one for one in bill["components"] if one["type"] == "library"}
    assert set(found) == set(re.findall(r"(?m)^([\w.-]+)==(\S+)", LOCK))
    assert sum(len(one.get("hashes", ())) for one in found.values()) > 0.9 * LOCK.count("--hash=sha256:")
    needed = {ref for one in bill["dependencies"] for ref in one["dependsOn"]}
    assert needed == {one["bom-ref"] for one in found.values()}
    scopes = {name: one["scope"] for (name, _), one in found.items()}
    assert (scopes["mkdocs"], scopes["markupsafe"], scopes["pytest"], scopes["iniconfig"]) == (
        ("required", "required", "excluded", "excluded")
    )


def test_every_component_states_its_licence(bill: Any) -> None:
    installed = [one for one in bill["components"] if not one.get("properties")]
    assert [one["name"] for one in installed if not one.get("licenses")] == []


def test_every_vendored_file_is_there_with_its_checksum(bill: Any) -> None:
    found = {one["name"]: one["hashes"][0]["content"] for one in bill["components"] if one["type"] == "file"}
    vendor = ROOT / "theme" / "assets" / "vendor"
    files = [file for file in vendor.rglob("*") if file.is_file() and file.name != "README.md"]
    assert found == {file.relative_to(ROOT).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_the_same_project_gives_the_same_bill(bill: Any) -> None:
    assert list(sbom.bill(ROOT)) == list(bill)
    assert sbom.bill(ROOT) == sbom.bill(ROOT)
