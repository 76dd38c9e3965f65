"""What a module keeps about people, in words that an IT admin need not translate."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adopsi.console.vocabulary import field_in_words
from catalog.manifest import Manifest

YEAR = 365


@dataclass(frozen=True, slots=True)
class DataRow:
    """One purpose: which data, on which basis, kept for how long."""

    purpose: str
    fields: str
    legal_basis: str
    retention: str
    is_specific: bool


def personal_data_of(manifest: Manifest) -> list[DataRow]:
    """The module's statements about personal data."""
    return [
        DataRow(
            purpose=str(data.purpose),
            fields=", ".join(field_in_words(name) for name in data.fields),
            legal_basis=str(data.legal_basis),
            retention=_("%(time)s, lalu dihapus atau dianonimkan") % {"time": time_in_words(data.retention_days)},
            is_specific=data.is_specific,
        )
        for data in manifest.personal_data
    ]


def time_in_words(days: int) -> str:
    """`5 tahun` where it is whole years, else `90 hari`."""
    if days % YEAR == 0:
        years = days // YEAR
        return ngettext("%(count)s tahun", "%(count)s tahun", years) % {"count": years}
    return ngettext("%(count)s hari", "%(count)s hari", days) % {"count": days}
