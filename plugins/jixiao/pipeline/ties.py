"""Names that hang together, directly or by way of others."""

from __future__ import annotations

from collections.abc import Iterable


class Ties:
    """Sets of names that grow together as they are joined."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    @property
    def names(self) -> Iterable[str]:
        """Every name that was joined to another, or to itself."""
        return self._parents.keys()

    def join_all(self, names: Iterable[str]) -> None:
        """Tie some names together."""
        first = ""
        for name in names:
            self._parents.setdefault(name, name)
            if first:
                self._parents[self.root(first)] = self.root(name)
            first = first or name

    def root(self, name: str) -> str:
        """The name that stands for all that hang together with this one."""
        parents = self._parents
        while (parent := parents.get(name, name)) != name:
            parents[name] = name = parents.get(parent, parent)  # the way is half as long next time
        return name
