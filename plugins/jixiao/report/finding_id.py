"""A name for each finding that stays the same while lines move, so that platforms know it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from ..finding import Finding


def finding_ids(findings: Iterable[Finding]) -> list[str]:
    """One id each, unlike all others: like findings in one file are told apart by their order."""
    met: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        key = (finding.file, finding.code, finding.label, finding.message)
        met[key] += 1
        made.append(sha256("\0".join((*key, str(met[key]))).encode(errors="surrogatepass")).hexdigest())
    return made
