"""``security.txt`` (RFC 9116): where whoever finds a vulnerability writes to. It holds for a year from the site's date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

PATHS = (".well-known/security.txt", "security.txt")
"""The second is for hosts that leave out hidden folders."""
_HOLDS = timedelta(days=365)


def security_txt(contact: str, site_url: str | None, seconds: int) -> Mapping[str, bytes]:
    """The files by their paths, dated by the site's own date in seconds; none where there is no contact, or no date."""
    if not contact or not seconds:
        return {}
    until = datetime.fromtimestamp(seconds, UTC) + _HOLDS
    lines = [f"Contact: {contact}", f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: zh, en"]
    if site_url:
        lines += [f"Canonical: {site_url.rstrip('/')}/{path}" for path in PATHS]
    text = "".join(f"{' '.join(line.split())}\n" for line in lines)
    return dict.fromkeys(PATHS, text.encode())
