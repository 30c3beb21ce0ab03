"""The plugin's options in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config import config_options as option
from mkdocs.config.base import Config


class JixiaoConfig(Config):  # type: ignore[no-untyped-call]
    """What a site may set; everything else is decided in MkDocs' own options or in the content."""

    edit_path = option.Type(str, default="edit/main/")
    """Where the repository's web site edits a file, between ``repo_url`` and the file's path (GitLab: ``-/edit/main/``)."""

    show_notices = option.Type(bool, default=False)
    """Show notices (参考) on public pages, beside warnings; by default they are for editors alone."""

    licence = option.Type(str, default="")
    """The licence of the open data, such as ``CC-BY-4.0``; none is claimed where it is left out."""

    licence_url = option.Type(str, default="")
    """Where the licence's text stands."""

    citation = option.Type(str, default="")
    """How to cite the data, as one line."""

    report_errors = option.Type(str, default="")
    """Where readers report errors, ``mailto:…`` or ``https://…``: a link at the foot of each page. Left out, it leads to
    the issues of ``repo_url``, if there is one."""

    raw_html = option.Type(bool, default=False)
    """Let hand-written pages hold HTML of their own, and scripts with it: for sites where no stranger's change is merged."""

    extra_files = option.ListOfItems(option.Type(str), default=[])
    """Files among the hand-written pages that are published though they are no page, picture or document, such as ``CNAME``."""

    security_contact = option.Type(str, default="")
    """Where whoever finds a vulnerability writes to, such as ``mailto:…``; the site has a ``security.txt`` then (RFC 9116)."""

    through_mkdocs = option.Type(bool, default=False)
    """Let every generated page pass through MkDocs by itself: slow, for the test that both ways print the same bytes."""
