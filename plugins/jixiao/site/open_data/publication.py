"""What a site says of its data beyond the declarations: its name and address, licence, citation and history."""

from __future__ import annotations

from dataclasses import dataclass

from ...revisions import History


@dataclass(frozen=True, slots=True)
class Publication:
    """Settings of the open data; ``site_url`` ends in ``/`` or is empty.

    What is empty is not claimed: the page then says that there is no licence, or leaves the line out.
    """

    site_name: str = ""
    site_url: str = ""
    licence: str = ""
    licence_url: str = ""
    citation: str = ""
    history: History | None = None


UNSTATED = Publication()
"""Nothing is stated."""
