"""Stripe's events come twice, in any order and forged, to a real web process; the worker that applies them is killed.

A thousand deliveries of 120 events and two hundred forgeries from eight senders, while the worker dies three times.
Then the worker dies once at each point between the ledger and the effect, and once with its parent, so that the
message is lost with it. Every event must have its one effect, and everything stand as undisturbed.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import secrets
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

from tests.benchmarks.measuring import conclude
from tests.benchmarks.scenes.pages import _free_port, _web
from tests.drills import towns
from tests.drills.kill import BOTH, CHILD, Plan
from tests.drills.scenes.stripe_worker import POINTS
from tests.drills.supervised import Supervised, died_at, poll_seconds
from tests.drills.tally import Tally

NAME = "stripe duplicated, reordered, forged"
DELIVERIES, FORGERIES, SENDERS = 1000, 200, 8
GIVE_UP_SECONDS = 180.0
SECRET = f"whsec_{secrets.token_hex(16)}"
CODES = (towns.BLANK, towns.NEIGHBOUR)
ADDRESS = "/stripe/pemberitahuan/"


class Provisioner(Supervised):
    """Worker and beat, with the points of `stripe_worker`."""

    def _command(self) -> tuple[str, ...]:
        return ("tests.drills.scenes.stripe_worker", str(self.folder))


def main() -> None:
    """Send, forge, kill, and look."""
    _prepare()
    django.setup()
    import adopsi.celery  # noqa: F401 - makes messages go to the drill's broker

    tally, port = Tally(), _free_port()
    answers: Counter[tuple[str, int]] = Counter()
    with _web(port), _provisioner() as worker:
        storm = [worker.plan(Plan(f"stripe:{point}", nth=1)) for point in ("moved", "told", "marked")]
        _storm(port, answers)
        _await_applied(worker, tally)
        for plan in storm:
            _count_storm(plan, tally)
        _one_by_one(port, worker, tally, answers)
    problems = [*tally.problems, *_problems(answers)]
    conclude({"operations": {}, "faults": {NAME: _figures(tally, answers, problems)}})


def _prepare() -> None:
    home = Path(os.environ["ADOPSI_DRILL_HOME"])
    for folder in ("logs", "static"):
        (home / folder).mkdir(exist_ok=True)
    os.environ.update(
        {
            "ADOPSI_HOME": str(home),
            "ADOPSI_STATIC_ROOT": str(home / "static"),
            "ADOPSI_STRIPE_WEBHOOK_SECRETS": SECRET,
            "ADOPSI_STRIPE_LIVEMODE": "0",
            # A thousand deliveries in seconds from one address: Stripe would be asked to come again later.
            "ADOPSI_LIMIT_ADDRESS": "0",
            "ADOPSI_LIMIT_PEMDA": "0",
        }
    )


@contextmanager
def _provisioner() -> Iterator[Provisioner]:
    with tempfile.TemporaryDirectory(prefix="adopsi-drill-plans-") as folder:
        worker = Provisioner("", Path(folder))
        worker.start()
        try:
            yield worker
        finally:
            worker.stop()


# --- senders ------------------------------------------------------------------------------------------


def _events() -> list[Any]:
    from provisioning.billing import pretending

    now, found = datetime.now(UTC), []
    for number in range(6):
        key, code = f"drill{number}", CODES[number % 2]
        found += pretending.life(key, code=code, now=now, paid=3, status="past_due" if number < 4 else "active")
        if number >= 4:
            found += pretending.end(key, code=code, at=int(now.timestamp()))
            for kind in ("customer.created", "charge.succeeded"):
                found.append(pretending.event(kind, {"id": key}, key=f"{key}_{kind}", created=int(now.timestamp())))
    return found


def _storm(port: int, answers: Counter[tuple[str, int]]) -> None:
    """All deliveries and forgeries, shuffled, from several senders at once."""
    chance, events = random.Random(5), _events()
    genuine = [("genuine", each) for each in [*events, *chance.choices(events, k=DELIVERIES - len(events))]]
    sent = [*genuine, *((kind, chance.choice(events)) for kind in list(FORGED) * (FORGERIES // len(FORGED)))]
    chance.shuffle(sent)
    lock = threading.Lock()

    def send(part: list[tuple[str, Any]]) -> None:
        for kind, event in part:
            status = _send(port, kind, event)
            with lock:
                answers[kind, status] += 1

    threads = [threading.Thread(target=send, args=[sent[number::SENDERS]]) for number in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _sign(body: bytes, *, secret: str = SECRET, seconds: int = 0) -> str:
    from provisioning.billing import gateway

    return gateway.sign(body, secret=secret, at=int(time.time()) + seconds)


# What is sent, and the header that comes with it.
FORGED: dict[str, Any] = {
    "another's secret": lambda body: (body, _sign(body, secret="whsec_of_another")),
    "altered": lambda body: (body.replace(b'"created": ', b'"created":  '), _sign(body)),
    "re-serialised": lambda body: (json.dumps(json.loads(body)).encode(), _sign(body)),
    "stale": lambda body: (body, _sign(body, seconds=-302)),
    "future": lambda body: (body, _sign(body, seconds=330)),
    "no header": lambda body: (body, ""),
    "v0": lambda body: (body, _sign(body).replace("v1=", "v0=")),
    "live": lambda body: (live := body.replace(b'"livemode": false', b'"livemode": true'), _sign(live)),
}


def _send(port: int, kind: str, event: Any) -> int:
    body, header = FORGED.get(kind, lambda body: (body, _sign(body)))(event.body)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Host": "localhost", "Stripe-Signature": header, "Content-Type": "application/json"}
        connection.request("POST", ADDRESS, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


# --- kills --------------------------------------------------------------------------------------------


def _await_applied(worker: Provisioner, tally: Tally, *, since: float | None = None) -> None:
    from provisioning.billing.models import Event

    begun = time.monotonic() if since is None else since
    while waiting := Event.objects.filter(state="received").count():
        if time.monotonic() - begun > GIVE_UP_SECONDS:
            tally.unfinished += waiting
            tally.problems.append(f"{waiting} events were never applied")
            return
        worker.keep_up()
        poll_seconds()


def _count_storm(plan: Path, tally: Tally) -> None:
    if died_at(plan) is None:
        tally.miss(f"storm, {plan.name}")
        plan.unlink(missing_ok=True)
    else:
        tally.kills += 1


def _one_by_one(port: int, worker: Provisioner, tally: Tally, answers: Counter[tuple[str, int]]) -> None:
    """One event that tells somebody for each point, so that its own recovery is measured."""
    from provisioning.billing import pretending
    from provisioning.billing.models import Event

    now = int(time.time())
    for number, (point, victim) in enumerate([*((each, CHILD) for each in POINTS), ("marked", BOTH)]):
        plan = worker.plan(Plan(f"stripe:{point}", victim=victim))
        found = pretending.invoice(f"fuse{number}", of="drill4", status="open", number=90 + number, at=now)
        event = pretending.event("invoice.finalized", found, key=f"fuse{number}", created=now)
        answers["genuine", _send(port, "genuine", event)] += 1
        _await_death(plan, worker)
        _await_applied(worker, tally)
        died, row = died_at(plan), Event.objects.get(event_id=event.id)
        what = f"stripe at {point} ({victim})"
        if died is None or row.applied_at is None:
            plan.unlink(missing_ok=True)
            tally.miss(what)
            continue
        wrong = [] if row.told_people else ["nobody was told"]
        tally.count(1, max(0.0, row.applied_at.timestamp() - died), wrong, what)


def _await_death(plan: Path, worker: Provisioner) -> None:
    begun = time.monotonic()
    while died_at(plan) is None and time.monotonic() - begun < GIVE_UP_SECONDS:
        worker.keep_up()
        time.sleep(0.05)


# --- what must be true --------------------------------------------------------------------------------


def _problems(answers: Counter[tuple[str, int]]) -> Iterator[str]:
    from provisioning.billing.models import Event, Invoice, Subscription

    for (kind, status), count in answers.items():
        if status != (200 if kind == "genuine" else 400):
            yield f"{count} of {kind} were answered {status}"
    states = Counter(Event.objects.values_list("state", flat=True))
    if states != {"applied": 116 + len(POINTS) + 1, "ignored": 4}:
        yield f"ledger: {dict(states)}"
    ends = Counter(Subscription.objects.values_list("status", flat=True))
    if ends != {"past_due": 4, "canceled": 2}:
        yield f"subscriptions: {dict(ends)}"
    paid = Counter(Invoice.objects.values_list("status", flat=True))
    if paid != {"paid": 18, "open": 4 + len(POINTS) + 1}:
        yield f"invoices: {dict(paid)}"
    told = {f"/konsol/langganan/#{row.pk}": row.told_people for row in Event.objects.exclude(told="")}
    if (found := _notices()) != told:
        yield f"{sum(found.values())} notices, the ledger knows {sum(told.values())}"


def _notices() -> Counter[str]:
    from tenants.context import inside
    from tenants.directory import get_pemda
    from tenants.notifications.models import Notification

    found: Counter[str] = Counter()
    for code in CODES:
        with inside(get_pemda(code)):
            found.update(Notification.objects.filter(kind="inti.langganan").values_list("path", flat=True))
    return found


def _figures(tally: Tally, answers: Counter[tuple[str, int]], problems: list[str]) -> dict[str, Any]:
    from provisioning.billing.models import Event

    return {
        "kills": tally.kills,
        "half_made": tally.half_made + len(problems) - len(tally.problems),
        "unfinished": tally.unfinished,
        "missed": tally.missed,
        "longest_recovery_s": tally.longest_recovery_s,
        "problems": problems,
        "delivered": sum(answers.values()),
        "accepted": Event.objects.count(),
        "effects": Event.objects.filter(state="applied").count(),
        "refused": sum(count for (_kind, status), count in answers.items() if status == 400),
    }


if __name__ == "__main__":
    main()
