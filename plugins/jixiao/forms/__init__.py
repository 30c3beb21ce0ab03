"""Form editions as data: what each edition asks for, in printed order, and how its texts are read."""

from .dimensions import Dimension, check_dimensions, dimension_of, load_dimensions, named_value, value_of
from .edition import KINDS, PERIODS, Field, FormEdition, ForPeriod, Group, Kind, Option, Section
from .kinds import (
    Points,
    RecordKind,
    ResultEdition,
    common_fields_of,
    editions_of,
    load_result_edition,
    record_kinds,
    result_edition_ids,
    split_stem,
    withheld_labels,
)
from .loading import (
    EDITION_IDS,
    EditionError,
    check_options,
    common_fields,
    edition_in,
    edition_mistakes,
    load_edition,
    load_editions,
)
from .mistakes import FUNDING_TOTAL, REQUIRED_ROLES, Mistake
from .other_documents import OtherDocument, other_document

__all__ = [
    "EDITION_IDS",
    "FUNDING_TOTAL",
    "KINDS",
    "PERIODS",
    "REQUIRED_ROLES",
    "Dimension",
    "EditionError",
    "Field",
    "ForPeriod",
    "FormEdition",
    "Group",
    "Kind",
    "Mistake",
    "Option",
    "OtherDocument",
    "Points",
    "RecordKind",
    "ResultEdition",
    "Section",
    "check_dimensions",
    "check_options",
    "common_fields",
    "common_fields_of",
    "dimension_of",
    "edition_in",
    "edition_mistakes",
    "editions_of",
    "load_dimensions",
    "load_edition",
    "load_editions",
    "load_result_edition",
    "named_value",
    "other_document",
    "record_kinds",
    "result_edition_ids",
    "split_stem",
    "value_of",
    "withheld_labels",
]
