"""Publishes a site as a whole: made beside the old one under a lock, then swapped in; a failure leaves the old one."""

from .manifest import Manifest, WrittenArtifact, WrittenFile, files_listed
from .staging import Staging, publish
from .writer import Shells, Writer

__all__ = ["Manifest", "Shells", "Staging", "Writer", "WrittenArtifact", "WrittenFile", "files_listed", "publish"]
