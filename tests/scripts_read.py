"""The site's scripts, read as the browser reads them: each holds data alone."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any


def record_of(content: bytes) -> tuple[str, dict[str, Any]]:
    """The id and the record that a record's script keeps."""
    assert content.startswith(b"jixiaoSearch.keep(")
    name, squeezed = json.loads(content.decode().split("(", 1)[1].removesuffix(");\n"))
    return name, json.loads(zlib.decompress(base64.b64decode(squeezed), -zlib.MAX_WBITS))
