"""What an operation would do, computed without writing, and why it would be refused."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.activations import activations_of
from catalog.manifest import Manifest
from catalog.models import Activation
from catalog.registry import all_manifests, get_manifest
from provisioning.errors import AlreadyActive, AlreadyOff, DependentsActive, ModuleConflict, RequirementUnmet
from tenants.errors import DomainError


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """What enabling or disabling a module would do in a Pemda; `blocker` is None when it would go through."""

    manifest: Manifest
    action: str  # "enable", "resume" or "disable"
    requires: tuple[Manifest, ...]
    dependents: tuple[Manifest, ...]
    keeps_data: bool
    blocker: DomainError | None


def plan_module(*, slug: str, pemda_code: str) -> ModulePlan:
    """The plan for the one thing that can be done now: enable what is off, disable what is on."""
    manifest = get_manifest(slug)
    facts = activations_of(pemda_code).get(slug)
    is_on = facts is not None and facts.state == Activation.State.ACTIVE
    check = check_disable if is_on else check_enable
    blocker: DomainError | None = None
    try:
        check(slug=slug, pemda_code=pemda_code)
    except DomainError as refusal:
        blocker = refusal
    return ModulePlan(
        manifest=manifest,
        action="disable" if is_on else "resume" if facts else "enable",
        requires=tuple(get_manifest(requirement.slug) for requirement in manifest.requires),
        dependents=tuple(dependents_of(slug, _on(pemda_code))),
        keeps_data=facts is not None,
        blocker=blocker,
    )


def check_enable(*, slug: str, pemda_code: str) -> None:
    """Raise the refusal that enabling would meet."""
    manifest, on = get_manifest(slug), _on(pemda_code)
    if slug in on:
        raise AlreadyActive
    missing = [each.slug for each in manifest.requires if each.slug not in on or not each.accepts(on[each.slug])]
    if missing:
        raise RequirementUnmet(str(get_manifest(each).title) for each in missing)
    conflicts = [each.slug for each in manifest.conflicts if each.slug in on and each.accepts(on[each.slug])]
    conflicts += [
        other
        for other in on
        if any(each.slug == slug and each.accepts(manifest.version) for each in get_manifest(other).conflicts)
    ]
    if conflicts:
        raise ModuleConflict(str(get_manifest(each).title) for each in dict.fromkeys(conflicts))


def check_disable(*, slug: str, pemda_code: str) -> None:
    """Raise the refusal that disabling would meet."""
    on = _on(pemda_code)
    get_manifest(slug)
    if slug not in on:
        raise AlreadyOff
    if dependents := dependents_of(slug, on):
        raise DependentsActive(str(manifest.title) for manifest in dependents)


def dependents_of(slug: str, on: dict[str, str]) -> list[Manifest]:
    """The modules among those that are on which need this one."""
    return [
        manifest
        for manifest in all_manifests()
        if manifest.slug in on and any(each.slug == slug for each in manifest.requires)
    ]


def _on(pemda_code: str) -> dict[str, str]:
    # Straight from the table: a plan must not be as old as a cache.
    rows = Activation.objects.filter(pemda_id=pemda_code, state=Activation.State.ACTIVE)
    return dict(rows.values_list("slug", "version"))
