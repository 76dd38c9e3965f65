"""The register of processing activities (UU 27/2022 article 31), built from the core and the manifests."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.privacy.sources import registered_sources
from tenants.privacy.sources import Processing, Source


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the register, in the reader's language; `retention_days` 0 is as long as the account."""

    source: str
    title: str
    model: str
    purpose: str
    legal_basis: str
    fields: tuple[str, ...]
    recipients: str
    retention_days: int
    ending: str
    is_specific: bool


def activities_here() -> list[Activity]:
    """The register of the active Pemda, the core first."""
    return [_activity(source, line) for source in registered_sources() for line in source.processing]


def _activity(source: Source, line: Processing) -> Activity:
    return Activity(
        source=source.slug,
        title=str(source.title),
        model=line.model,
        purpose=str(line.purpose),
        legal_basis=str(line.legal_basis),
        fields=line.fields,
        recipients=str(line.recipients),
        retention_days=line.retention_days,
        ending=line.ending,
        is_specific=line.is_specific,
    )
