"""What others wrote and the site ships: each file is named with its source, version, licence and checksum."""

from __future__ import annotations

import hashlib
import re

from adapter_site import ROOT

VENDOR = ROOT / "theme" / "assets" / "vendor"
_ENTRY = re.compile(
    r"^\| (\S+) \| .+ \| (\d[\w.]+) \| (MIT|BSD-\d-Clause|Apache-2\.0) \| ([0-9a-f]{64}) \|$", re.MULTILINE
)


def test_every_vendored_file_is_listed_with_version_licence_and_its_checksum() -> None:
    listed = {name: checksum for name, _, _, checksum in _ENTRY.findall((VENDOR / "README.md").read_text("utf-8"))}
    files = [file for file in VENDOR.rglob("*") if file.is_file() and file.name != "README.md"]
    found = {file.relative_to(VENDOR).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert found == listed


def test_every_vendored_library_brings_its_licence() -> None:
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]
    assert folders
    assert all((folder / "LICENSE").is_file() for folder in folders)
