"""What a person wants to hear, and where: everything, unless they said otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.notifications.models import Channel, NoticeChoice

# Notices of the core are about the account, its data and the running of the Pemda: nobody may miss them. They are one
# kind on the settings page, and only the push is a matter of taste.
CORE_KIND = "inti"
CORE_CHANNELS = (Channel.PUSH,)


def kind_of_choice(kind: str) -> str:
    """The kind under which the settings page shows a notice."""
    return CORE_KIND if kind.partition(".")[0] == CORE_KIND else kind


def channels_for(kind: str) -> tuple[Channel, ...]:
    """The channels of a kind that can be turned off."""
    return CORE_CHANNELS if kind_of_choice(kind) == CORE_KIND else tuple(Channel)


def unwanted(*, person: Person, kind: str, among: Collection[str]) -> set[str]:
    """Those of the channels in which this person does not want this kind; nothing is asked where none can be off."""
    if not (open_ones := set(channels_for(kind)) & set(among)):
        return set()
    rows = NoticeChoice.objects.filter(person=person, kind=kind_of_choice(kind))
    return set(rows.values_list("channel", flat=True)) & open_ones


def choices_of(person: Person) -> set[tuple[str, str]]:
    """All pairs of kind and channel that the person turned off."""
    return set(NoticeChoice.objects.filter(person=person).values_list("kind", "channel"))


@transaction.atomic
def choose_notices(*, person: Person, kinds: Iterable[str], wanted: set[tuple[str, str]]) -> int:
    """Keep what the person ticked among these kinds; other kinds stay as they are. Returns how many answers changed."""
    shown = {(kind, channel.value) for kind in kinds for channel in channels_for(kind)}
    before = choices_of(Person.objects.select_for_update().get(pk=person.pk)) & shown
    now = shown - wanted
    for kind, channel in before - now:
        NoticeChoice.objects.filter(person=person, kind=kind, channel=channel).delete()
    NoticeChoice.objects.bulk_create(
        [NoticeChoice(person=person, kind=kind, channel=channel) for kind, channel in sorted(now - before)]
    )
    changed = before ^ now
    if changed:
        record(
            act="notices.chosen",
            subject=person,
            actor=person,
            changes={"off": sorted(f"{kind}:{channel}" for kind, channel in now)},
        )
    return len(changed)
