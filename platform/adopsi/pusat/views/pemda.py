"""One Pemda: facts, modules and their versions, agreements, wishes on upgrades, sandboxes and runs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from adopsi.pusat import selectors
from adopsi.pusat.access import central_required
from adopsi.pusat.agreements import agreements_of
from adopsi.pusat.drift import VERDICTS
from adopsi.pusat.frame import show
from adopsi.pusat.views.plans import pemda_or_404
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.drift import BEHIND, CURRENT, DRIFTED, UNKNOWN, FleetCheckRow
from provisioning.models import Run
from provisioning.releases import CORE_SLUG
from provisioning.sandboxes.selectors import sandboxes_of
from provisioning.selectors import check_of, list_runs, pins_of
from tenants.places.clock import zone_label


@central_required
@require_safe
def pemda(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one Pemda."""
    found = pemda_or_404(code)
    today = timezone.localdate()
    pins = {pin.slug: pin for pin in pins_of(code)}
    context = {
        "place": found,
        "name": selectors.name_of_code(code),
        "address": selectors.address_of(found),
        "zone": zone_label(found.region.time_zone),
        "province": selectors.name_of_code(found.region.province_code) if found.region.province_code else "",
        "modules": _module_rows(code),
        "agreements": [(row, is_on, selectors.titles_of(row.modules)) for row, is_on in agreements_of(code)],
        "pins": [(pin, pin.until >= today) for pin in pins.values()],
        "is_paused": bool(found.upgrades_paused_until and found.upgrades_paused_until >= today),
        "sandboxes": [(each, selectors.address_of(each)) for each in sandboxes_of(code)],
        "runs": list(list_runs(pemda_code=code)[:8]),
        "crumbs": [(_("Armada"), reverse("pusat:fleet"))],
    }
    return show(request, "pusat/pemda.html", context, nav="fleet")


def _module_rows(code: str) -> list[dict[str, Any]]:
    """The core, what the Pemda has, and what it could have, in this order."""
    checks = {row.slug: row for row in check_of([code])}
    unfinished = {run.subject: run for run in list_runs(pemda_code=code).filter(state__in=Run.UNFINISHED)}
    kept = dict(Activation.objects.filter(pemda_id=code).values_list("slug", "purge_after"))
    manifests = {manifest.slug: manifest for manifest in all_manifests()}
    slugs = [CORE_SLUG, *sorted(set(checks) - {CORE_SLUG}), *(slug for slug in manifests if slug not in checks)]
    return [
        {
            "slug": slug,
            "is_core": slug == CORE_SLUG,
            "title": selectors.titles_of([slug])[0],
            "manifest": manifests.get(slug),
            "run": unfinished.get(slug),
            "purge_after": kept.get(slug),
            **_standing(checks.get(slug)),
        }
        for slug in slugs
    ]


def _standing(check: FleetCheckRow | None) -> dict[str, Any]:
    if check is None:
        return {"check": None}
    return {
        "check": check,
        "is_on": check.state == Activation.State.ACTIVE,
        "is_current": check.verdict == CURRENT,
        "is_drifted": check.verdict == DRIFTED,
        # A parked module is brought up to date when it comes back.
        "can_upgrade": check.verdict in {BEHIND, UNKNOWN} and bool(check.wanted_version),
        "verdict": VERDICTS[check.verdict],
    }
