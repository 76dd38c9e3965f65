"""What waits for an officer in LAKSA: reports to verify, open ones, late ones, and what others did meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Report, Transition
from catalog.modules.laksa.selectors import list_queue
from catalog.modules.laksa.states import FINISHED, Stage, State, states_of
from catalog.sdk.context import local_today
from catalog.sdk.people import Person
from catalog.sdk.work import WorkCount


def waiting_work(person: Person | None, since: datetime | None) -> list[WorkCount]:
    """The counts of this officer's queue; None counts every report of the Pemda."""
    reports = (list_queue(person) if person else Report.objects.all()).order_by()
    counts = reports.aggregate(
        new=Count("pk", filter=Q(state=State.SUBMITTED)),
        reopened=Count("pk", filter=Q(state=State.REOPENED)),
        process=Count("pk", filter=Q(state__in=states_of(Stage.PROCESS))),
        late=Count("pk", filter=~Q(state__in=FINISHED) & Q(due_on__lt=local_today())),
    )
    queue = reverse("laksa-console:queue")
    return [
        WorkCount(label=_("Laporan lewat batas waktu"), count=counts["late"], url=f"{queue}?late=1", is_late=True),
        WorkCount(
            label=_("Laporan menunggu verifikasi"), count=counts["new"], url=f"{queue}?state={State.SUBMITTED.value}"
        ),
        WorkCount(
            label=_("Laporan dibuka kembali"), count=counts["reopened"], url=f"{queue}?state={State.REOPENED.value}"
        ),
        WorkCount(
            label=_("Laporan sedang diproses"),
            count=counts["process"],
            url=f"{queue}?stage={Stage.PROCESS.value}",
            changed=_changed(person, since),
        ),
    ]


def _changed(person: Person | None, since: datetime | None) -> int:
    if person is None or since is None:
        return 0
    steps = Transition.objects.filter(at__gt=since).exclude(actor=person)
    inside = list_queue(person).order_by().filter(state__in=states_of(Stage.PROCESS))
    return inside.filter(pk__in=steps.values("report_id")).count()
