"""The way that production takes, on one screen: files → documents → records → portfolio → findings → artifacts. Open this first.

``build/steps.py`` has what is done to a batch of files, ``build/analysis.py`` to all of them together, ``build/plan.py``
what is made of it, ``build/build.py`` how that is written, and ``publish/`` how it takes the place of the old site.
"""

from __future__ import annotations

from pathlib import Path

from .build.analysis import Analysis, Analyst
from .build.build import Build
from .build.context import BuildContext, Rendering, store_of
from .build.options import BuildOptions
from .build.plan import entries_of, plan_of
from .build.shard import make_shard
from .build.store import Store
from .repository import Content
from .site.limits import LIMITS, Limits
from .site.open_data.publication import UNSTATED, Publication


def judge(content: Content, store: Store | None = None, analyst: Analyst | None = None) -> Analysis:
    """Read and judge a content. What the store knows is taken from there; without one, that of the content's root serves."""
    return (analyst or Analyst()).analyse(BuildContext.of(content, store or store_of(content.root)))


def judge_states(analyst: Analyst, *contents: Content) -> tuple[Analysis, ...]:
    """Judge several states of one content; what they have in common is looked at once."""
    store = store_of(contents[0].root)
    return tuple(judge(content, store, analyst) for content in contents)


def judge_site(
    content: Content,
    theme: Path,
    shows_notices: bool = False,
    publication: Publication = UNSTATED,
    store: Store | None = None,
    analyst: Analyst | None = None,
    limits: Limits = LIMITS,
) -> Analysis:
    """Read and judge a content, and make the pages of its declarations with the templates of a theme folder."""
    rendering = Rendering.of(theme, shows_notices, publication, limits)
    context = BuildContext.of(content, store or store_of(content.root), rendering)
    return (analyst or Analyst()).analyse(context)


def build(analysis: Analysis, out: Path, options: BuildOptions, analyst: Analyst) -> Build:
    """Plan the site of a content that has no error: what :meth:`.Build.begin` and :meth:`.Build.write` write."""
    with analyst.watch.step("主进程：排好全站的页面"):
        plan = plan_of(analysis)
    return Build(plan, out, options.staging, options.jobs, analyst.watch, analyst.progress)


def tidy(analysis: Analysis) -> None:
    """Once all is written, let go of what lies in the store from earlier runs, beyond what a store may hold."""
    analysis.context.store.sweep(entries_of(analysis))


def shard(
    content: Content,
    theme: Path,
    shows_notices: bool,
    share: tuple[int, int],
    folder: Path,
    analyst: Analyst,
) -> int:
    """Make one of several shards of a site's single declarations into a folder; tell how many batches it has."""
    context = BuildContext.of(content, store_of(content.root), Rendering.of(theme, shows_notices, UNSTATED, LIMITS))
    return make_shard(context, analyst, folder, *share)
