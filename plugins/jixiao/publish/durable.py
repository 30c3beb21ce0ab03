"""What survives a power cut: files and names that are on the disk itself, and not only in the system's memory.

Linux brings a whole file system to the disk in one call: a site has thousands of files, each of which alone would wait for
the disk. Elsewhere they are brought there one by one.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

if sys.platform == "linux":

    def sync_tree(tree: Path) -> None:
        """Return once every file below a folder, and every name, is on the disk."""
        descriptor = os.open(tree, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(descriptor):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(tree))
        finally:
            os.close(descriptor)

else:

    def sync_tree(tree: Path) -> None:
        """Return once every file below a folder, and every name, is on the disk."""
        for folder, _, names in os.walk(tree, topdown=False):
            for name in names:
                sync_file(Path(folder, name))
            sync_folder(Path(folder))


def sync_file(file: Path) -> None:
    """Return once what is in a file is on the disk."""
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Return once the names in a folder are on the disk; on Windows there is no way to ask for that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
