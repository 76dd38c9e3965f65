"""A thousand deliveries, each event's one effect, and the same end for every order."""

from __future__ import annotations

import json
import random
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioning.billing import applying, pretending, services, tasks
from provisioning.billing.errors import BillingOff, EventDiffers, NotToRetry, SignatureInvalid
from provisioning.billing.models import Event, Invoice, Retry, Subscription
from provisioning.billing.tests.conftest import (
    NOW,
    SECOND,
    apply_all,
    deliver,
    forget,
    notices_in,
    standing,
    undone,
)
from tenants.audit.models import Entry
from tenants.context import at_pusat, inside
from tenants.errors import NotAllowed
from tenants.models import Pemda
from tenants.notifications.models import Notification
from tenants.router import OWNER, PUBLIC

AT = datetime.fromtimestamp(NOW, UTC)
THREADS, DELIVERIES = 8, 1000


def lives():
    """120 events of six subscriptions of two Pemda, in Stripe's order."""
    events = []
    for number, code in enumerate(["72.02", "32.15"] * 3):
        key = f"s{number}"
        events += pretending.life(key, code=code, now=AT, paid=3, status="past_due" if number < 4 else "active")
        if number >= 4:
            events += pretending.end(key, code=code, at=NOW)
            for kind in ("customer.created", "charge.succeeded"):
                events.append(pretending.event(kind, {"id": key}, key=f"{key}_{kind}", created=NOW))
    return events


@pytest.fixture
def admins(fresh, poso, karawang, person):
    """Both Pemda with their IT admins: two in Poso, one in Karawang."""
    with inside(poso):
        person("Rina", kind="admin_ti")
        person("Rudi", kind="admin_ti")
    with inside(karawang):
        person("Kartika", kind="admin_ti", language="en")
    return poso, karawang


def in_threads(act, parts):
    """Do the act with each part, in a thread of its own; nothing may go wrong in any."""
    wrong = []

    def run(part):
        try:
            for each in part:
                act(each)
        except Exception as error:  # noqa: BLE001 - told by the test's own thread
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[part]) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def entries_in(place):
    """What the Pemda's trail tells of billing."""
    with inside(place):
        return list(Entry.objects.filter(act__startswith="billing."))


def test_a_thousand_deliveries_have_one_effect_each(admins):
    events = lives()
    for event in events:
        deliver(event)
        apply_all()
    in_order, told_in_order = standing(), len(notices_in(*admins))
    assert len(events) == len(in_order["ledger"]) == 120
    assert {state for _id, state in in_order["ledger"]} == {"applied", "ignored"}

    for seed in (1, 2):
        forget(*admins)
        before = {place.code: max(entry.pk for entry in entries_in(place)) for place in admins}
        chance = random.Random(seed)
        sent = [*events, *chance.choices(events, k=DELIVERIES - len(events))]
        chance.shuffle(sent)
        in_threads(deliver, [sent[number::THREADS] for number in range(THREADS)])
        assert Event.objects.count() == 120
        keys = list(Event.objects.values_list("pk", flat=True)) * 3
        chance.shuffle(keys)
        in_threads(applying.apply_event, [keys[number::4] for number in range(4)])
        apply_all()

        assert standing() == in_order
        told = notices_in(*admins)
        marks = {row.pk: row.told_people for row in Event.objects.all() if row.told}
        assert told == marks
        assert 0 < len(told) <= told_in_order
        entered = [entry for place in admins for entry in entries_in(place) if entry.pk > before[place.code]]
        assert sorted(entry.changes["event"] for entry in entered) == sorted(
            Event.objects.filter(pk__in=told).values_list("event_id", flat=True)
        )


def test_what_a_shuffled_month_tells(admins):
    """Each change of state is told once, by whichever of its events comes first; nothing old is told afterwards."""
    month = list(pretending.month("a", number=1, starts=NOW, is_paid=True))
    first = pretending.subscription("a", code="72.02", status="active", period_end=NOW)
    born = pretending.event("customer.subscription.created", first, key="a", created=NOW)
    expected = {False: ["billing.invoice_due", "billing.invoice_paid"], True: ["billing.invoice_paid"]}
    for is_backwards, acts in expected.items():
        forget(*admins)
        for event in [*month, *month, born][:: -1 if is_backwards else 1]:
            deliver(event)
            if event is not month[0]:
                apply_all()
        apply_all()

        told = sorted(Event.objects.exclude(told="").values_list("told", "told_people"))
        assert told == [(act, 2) for act in acts]
        row = Invoice.objects.get()
        assert (row.status, row.amount, row.subscription.pemda_code) == ("paid", 1_500_000, "72.02")


def test_admins_are_told_in_their_language_and_with_the_link(admins):
    poso, karawang = admins
    for key, code in (("a", "72.02"), ("b", "32.15")):
        for event in pretending.life(key, code=code, now=AT, paid=1, status="past_due"):
            deliver(event)
    apply_all()

    with inside(poso):
        notes = list(Notification.objects.filter(person__name="Rina").order_by("pk"))
        assert [note.subject for note in notes] == [
            "Tagihan ADP-A-0001: Rp1.500.000",
            "Tagihan ADP-A-0001 lunas: Rp1.500.000",
            "Tagihan ADP-A-0002: Rp1.500.000",
            "Pembayaran tagihan ADP-A-0002 gagal",
        ]
        assert notes[1].body.endswith("https://invoice.stripe.com/i/a_1")
        assert Entry.objects.filter(actor_name="Stripe").count() == 4
    with inside(karawang):
        last = Notification.objects.filter(person__name="Kartika").latest("pk")
        assert last.subject == "Payment of invoice ADP-B-0002 failed"
    assert Subscription.objects.get(pemda_code="32.15").status == "past_due"
    # Money switches nobody off.
    assert Pemda.objects.get(pk="32.15").state == "active"


# --- order --------------------------------------------------------------------------------------------

SUBSCRIPTION_STATES = ["active", "past_due", "canceled", "incomplete_expired", "unpaid"]
INVOICE_STATES = ["draft", "open", "uncollectible", "paid", "void"]


@st.composite
def histories(draw):
    """Up to eight events of two subscriptions and their invoices, also such as Stripe would never send; two orders."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.booleans(),
                st.sampled_from(["a", "b"]),
                st.sampled_from(SUBSCRIPTION_STATES),
                st.sampled_from(INVOICE_STATES),
                st.sampled_from(["", "72.02", "32.15", "99.99"]),
                st.integers(NOW, NOW + 3),
            ),
            min_size=2,
            max_size=8,
        )
    )
    events = []
    for number, (is_invoice, key, one, other, code, created) in enumerate(drawn):
        found = (
            pretending.invoice(key, of=key, status=other, number=number, at=NOW + number)
            if is_invoice
            else pretending.subscription(key, code=code, status=one, period_end=NOW + number)
        )
        kind = "invoice.updated" if is_invoice else "customer.subscription.updated"
        events.append(pretending.event(kind, found, key=str(number), created=created))
    return events, draw(st.permutations(events))


def test_every_order_ends_in_the_same_state(admins):
    def end_of(events):
        with undone():
            for event in events:
                deliver_as_owner(event)
                apply_all()
            return standing()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(histories())
    def holds(both):
        first, second = both
        assert end_of(first) == end_of(second)

    holds()


def deliver_as_owner(event):
    """The row that the web would write, in the transaction that is undone."""
    found = services.gateway._event_in(event.body)
    services._row_of(found).save(using=OWNER, force_insert=True)


def test_a_final_state_is_never_left(admins):
    for status, created in (("canceled", NOW), ("active", NOW + 9)):
        found = pretending.subscription("a", code="72.02", status=status, period_end=NOW)
        deliver(pretending.event("customer.subscription.updated", found, key=status, created=created))
    for status, created in (("paid", NOW), ("open", NOW + 9)):
        found = pretending.invoice("a", of="a", status=status, number=1, at=NOW)
        deliver(pretending.event("invoice.updated", found, key=status, created=created))
    apply_all()

    assert (Subscription.objects.get().status, Invoice.objects.get().status) == ("canceled", "paid")


# --- the ledger ---------------------------------------------------------------------------------------


def born(key="a", code="72.02", status="active", **words):
    found = pretending.subscription(key, code=code, status=status, period_end=NOW)
    return pretending.event("customer.subscription.created", found, key=key, created=NOW, **words)


def test_nothing_is_written_without_a_secret_or_a_signature(fresh, settings):
    with pytest.raises(SignatureInvalid):
        deliver(born(), secret=SECOND)
    settings.ADOPSI_STRIPE_WEBHOOK_SECRETS = []
    with pytest.raises(BillingOff):
        deliver(born())
    assert Event.objects.count() == 0


def test_the_same_id_with_another_content_is_refused(fresh, caplog):
    row = deliver(born())
    assert deliver(born()).pk == row.pk
    with pytest.raises(EventDiffers):
        deliver(born(status="past_due"))
    assert Event.objects.get().payload["status"] == "active"
    assert "came again with another content" in caplog.text


@pytest.mark.parametrize(
    ("code", "outcome"), [("", "no_code"), ("99.99", "unknown_code"), ("pemda_7202", "unknown_code")]
)
def test_an_event_without_a_pemda_is_kept_and_shown(admins, code, outcome):
    invoice = pretending.invoice("x", of="a", status="open", number=1, at=NOW)
    for event in (pretending.event("invoice.finalized", invoice, key="i", created=NOW), born(code=code)):
        deliver(event)
    apply_all()

    assert dict(Event.objects.values_list("event_id", "state")) == {"evt_i": "unbound", "evt_a": "unbound"}
    assert Event.objects.get(event_id="evt_a").outcome == outcome
    assert not Subscription.objects.exists()
    assert notices_in(*admins) == {}
    # The team writes the code into the metadata: what waited is applied.
    found = pretending.subscription("a", code="72.02", status="active", period_end=NOW)
    deliver(pretending.event("customer.subscription.updated", found, key="mended", created=NOW + 60))
    apply_all()
    assert Invoice.objects.get().subscription.pemda_code == "72.02"
    assert Event.objects.get(event_id="evt_i").state == "applied"


def test_a_poison_event_fails_visibly_and_stops_no_other(admins):
    broken = json.loads(born().body)
    broken["data"]["object"]["items"] = {}
    dollars = json.loads(born("b").body)
    dollars["data"]["object"]["items"]["data"][0]["price"]["currency"] = "usd"
    for each in (broken, dollars):
        deliver(pretending.Pretended(each["id"], json.dumps(each).encode()))
    deliver(born("c"))
    apply_all()

    found = {row.event_id: (row.state, row.outcome) for row in Event.objects.all()}
    assert found == {
        "evt_a": ("failed", "unreadable:items"),
        "evt_b": ("failed", "foreign_currency"),
        "evt_c": ("applied", "moved"),
    }


def test_an_event_that_breaks_its_worker_gives_up_in_the_end(admins, monkeypatch):
    row = deliver(born())
    monkeypatch.setattr(applying, "_verdict_on", lambda event: 1 / 0)
    for _each in range(applying.MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            applying.apply_event(row.pk)
    assert applying.apply_event(row.pk) == "gave_up"
    row.refresh_from_db()
    assert row.state == "failed"


def test_trying_again_is_the_teams_and_applies_once(admins, monkeypatch, person):
    row = deliver(born(code="32.73"))
    apply_all()
    row.refresh_from_db()
    assert row.outcome == "unknown_code"
    with at_pusat():
        tiara, otto = person("Tiara", kind="tim_pusat"), person("Otto", kind="petugas")
        with pytest.raises(NotAllowed):
            services.ask_retry(event=row, actor=otto)
        services.ask_retry(event=row, actor=tiara)
        with pytest.raises(NotToRetry):
            services.ask_retry(event=row, actor=tiara)
        assert Entry.objects.filter(act="pusat.billing_retried").count() == 1
    monkeypatch.setattr(applying, "_is_known", lambda code: True)

    assert [applying.apply_event(row.pk) for _each in range(3)] == ["moved", "", ""]
    row.refresh_from_db()
    assert (row.state, Retry.objects.get().is_taken) == ("applied", True)
    with at_pusat(), pytest.raises(NotToRetry):
        services.ask_retry(event=row, actor=tiara)


def test_the_effect_and_its_mark_are_one_transaction(admins, monkeypatch):
    """Who dies between the two leaves neither."""
    row = deliver(born())
    apply_all()
    for event in pretending.month("a", number=1, starts=NOW, is_paid=True):
        row = deliver(event)
        save = Event.save

        def dies(self, *words, **more):
            raise OperationalError("gone")

        monkeypatch.setattr(Event, "save", dies)
        with pytest.raises(OperationalError):
            applying.apply_event(row.pk)
        assert notices_in(*admins).get(row.pk, 0) == 0
        monkeypatch.setattr(Event, "save", save)
        applying.apply_event(row.pk)
    assert sorted(notices_in(*admins).values()) == [2, 2]


def test_the_sweeper_sends_what_no_message_asked_for(admins, monkeypatch):
    row, sent = deliver(born()), []
    monkeypatch.setattr(tasks.apply_event, "delay", lambda event_id: sent.append(event_id))
    assert tasks.sweep_events() == 0
    Event.objects.using(OWNER).update(received_at=datetime.now(UTC) - timedelta(minutes=1))
    assert tasks.sweep_events() == 1
    assert sent == [row.pk]
    applying.apply_event(row.pk)
    assert tasks.sweep_events() == 0


def test_the_sweeper_takes_up_a_wish_whose_message_was_lost(admins, monkeypatch, person):
    row, sent = deliver(born(code="32.73")), []
    apply_all()
    row.refresh_from_db()
    with at_pusat():
        services.ask_retry(event=row, actor=person("Tiara", kind="tim_pusat"))
    monkeypatch.setattr(tasks.apply_event, "delay", lambda event_id: sent.append(event_id))
    assert tasks.sweep_events() == 0
    Retry.objects.using(OWNER).update(asked_at=datetime.now(UTC) - timedelta(minutes=1))
    assert (tasks.sweep_events(), sent) == (1, [row.pk])
    applying.apply_event(row.pk)
    assert tasks.sweep_events() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_event SET state = 'applied'",
        "UPDATE billing_event SET payload = '{}'",
        "DELETE FROM billing_event",
        "UPDATE billing_retry SET is_taken = true",
        "INSERT INTO billing_subscription (stripe_id) VALUES ('sub')",
        "UPDATE billing_subscription SET pemda_code = '32.15'",
        "UPDATE billing_invoice SET status = 'paid'",
        "TRUNCATE billing_event",
    ],
)
def test_the_webs_login_only_adds_to_the_ledger(fresh, statement):
    deliver(born())
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(using=PUBLIC):
        with connections[PUBLIC].cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.get().state == "received"
