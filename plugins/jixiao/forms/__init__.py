"""Form editions as data: what each edition asks for, in printed order, and how its texts are read."""

from .edition import KINDS, Field, FormEdition, Group, Kind, Option, Section
from .loading import EDITION_IDS, REQUIRED_ROLES, EditionError, common_fields, load_edition, load_editions

__all__ = [
    "EDITION_IDS",
    "KINDS",
    "REQUIRED_ROLES",
    "EditionError",
    "Field",
    "FormEdition",
    "Group",
    "Kind",
    "Option",
    "Section",
    "common_fields",
    "load_edition",
    "load_editions",
]
