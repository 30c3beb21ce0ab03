"""How long a page may become before it is split: the same for all lists, and one place to change it."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """``rows`` of a table on one page, and ``findings_on_page``. Of ``uses`` of indicators so many stand on one page together;

    where there are more, each group has pages of its own, with so many ``indicators_on_page``. So many ``indicator_pages``
    any site may have, a large one more; in a list, of an indicator that has one so many ``levels`` are named.
    ``data_bytes`` are those of a file of open data, with some room for what is around its rows: Cloudflare takes 25 MiB.
    A year whose files would be larger comes in parts, and files of all years are left out where they would be.
    """

    rows: int = 300
    findings_on_page: int = 200
    uses: int = 600
    indicators_on_page: int = 60
    indicator_pages: int = 200
    levels: int = 3
    data_bytes: int = 24_000_000


LIMITS = Limits()
