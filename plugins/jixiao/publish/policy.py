"""The Content-Security-Policy of every page: only the site's own scripts and styles, and of inline scripts the theme's.

It stands in the page, so that it holds wherever the site is put, also from a folder. Inline scripts are named by their
hashes, which are made of what the theme prints around a page's body: a script that came into a body has none.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from ..problem import SetupProblem

_OWN = "'self' file:"
"""What lies on the same host, or in the same folders: from a folder, pages have no host that is their own."""
_HEAD = '<meta charset="utf-8">'
_DATA = ('type="application/json"', 'type="application/ld+json"')
"""Elements that hold data: browsers run nothing in them."""
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)


def with_policy(html: str) -> str:
    """The page with its policy before anything that is loaded; raises :class:`SetupProblem` where there is no place for it."""
    if _HEAD not in html:
        raise SetupProblem(f"主题的网页里没有 {_HEAD}，内容安全策略没有地方写；请检查主题和手写页面的 template")
    return html.replace(
        _HEAD, f'{_HEAD}\n      <meta http-equiv="Content-Security-Policy" content="{policy(html)}">', 1
    )


def policy(html: str) -> str:
    """The policy that allows what a page has."""
    hashes = dict.fromkeys(_hash(text) for attributes, text in _SCRIPT.findall(html) if _is_inline(attributes))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join((_OWN, *hashes))}",
            f"style-src {_OWN}",
            f"img-src {_OWN} data:",
            f"font-src {_OWN}",
            f"connect-src {_OWN}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _is_inline(attributes: str) -> bool:
    return " src=" not in attributes and not any(kind in attributes for kind in _DATA)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
