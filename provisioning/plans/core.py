"""The plan for the tables that every Pemda has."""

from __future__ import annotations

from provisioning.errors import AlreadyCurrent
from provisioning.models import Release
from provisioning.plans import rules
from provisioning.plans.making import changed_tables, pemda_or_refusal, usual_seconds
from provisioning.plans.plan import Plan
from provisioning.releases import CORE_SLUG
from provisioning.releases.shelf import current_release, release_of
from tenants.errors import DomainError


def plan_upgrade_core(*, pemda_code: str) -> Plan:
    """Taking the core (`inti`) of the Pemda to this code base's release."""
    pemda, release = pemda_or_refusal(pemda_code), current_release(CORE_SLUG)
    older = release_of(CORE_SLUG, pemda.core_version) or Release(slug=CORE_SLUG, version=pemda.core_version)
    blockers: list[DomainError] = list(rules.problems_of_pemda(rules.Standing.read(pemda_code)))
    if (pemda.core_version, pemda.core_fingerprint) == (release.version, release.fingerprint):
        blockers.append(AlreadyCurrent())
    return Plan(
        operation="upgrade_core",
        action="upgrade",
        pemda_code=pemda_code,
        slug=CORE_SLUG,
        tables=tuple(changed_tables(older, release)),
        blockers=tuple(blockers),
        seconds=usual_seconds("upgrade_core", CORE_SLUG),
        from_version=pemda.core_version,
        to_version=release.version,
        is_reversible=False,
    )
