"""``robots.txt``: every page may be indexed, and where the list of them is. It counts at the root of a host alone."""

from __future__ import annotations

PATH = "robots.txt"


def robots_txt(site_url: str | None) -> str:
    """The file's text; the sitemap is named by its full address, or not at all."""
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {site_url.rstrip('/')}/sitemap.xml"] if site_url else ())]
    return "".join(f"{line}\n" for line in lines)
