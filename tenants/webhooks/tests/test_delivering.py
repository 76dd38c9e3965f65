"""What arrives, how it is signed, and what follows from each answer."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from tenants.audit.models import Entry
from tenants.notifications.models import Notification
from tenants.webhooks import delivering, sending
from tenants.webhooks.models import Attempt, Delivery, Endpoint, Event
from tenants.webhooks.publishing import publish
from tenants.webhooks.services import pause_webhook, replay_delivery, replay_failed, resume_webhook, rotate_secret
from tenants.webhooks.tests.conftest import drip_body, drip_head

KIND = "laksa.report_created"


def happen(subject="LK-1"):
    """An event and its only delivery."""
    return publish(kind=KIND, subject=subject, data={"number": subject}).deliveries.get()


def try_it(delivery):
    """One try, whenever it is due."""
    Delivery.objects.filter(pk=delivery.pk, state="waiting").update(next_at=timezone.now())
    answer = delivering.deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    return answer


def test_what_arrives_is_signed_as_standard_webhooks_says(endpoint, receiver):
    """The verifier is the standard's own; a changed byte and another secret are refused."""
    delivery = happen()
    assert try_it(delivery).status == 200
    (headers, body), event = receiver.got[0], delivery.event
    told = Webhook(endpoint.plain).verify(body, headers)
    assert (told["type"], told["subject"], told["data"]) == (KIND, "LK-1", {"number": "LK-1"})
    assert (told["sequence"], told["pemda"], headers["webhook-id"]) == (event.pk, "72.02", event.message_id)
    for wrong in (body.replace(b"LK-1", b"LK-2"), body + b" "):
        with pytest.raises(WebhookVerificationError):
            Webhook(endpoint.plain).verify(wrong, headers)
    assert (delivery.state, delivery.next_at, delivery.tries) == ("delivered", None, 1)


def test_while_a_secret_is_rotated_both_are_good_and_then_one(endpoint, receiver, rina):
    new = rotate_secret(actor=rina, endpoint=endpoint)
    try_it(happen())
    headers, body = receiver.got[-1]
    for secret in (endpoint.plain, new):
        assert Webhook(secret).verify(body, headers)
    Endpoint.objects.update(former_until=timezone.now() - timedelta(seconds=1))
    try_it(happen())
    headers, body = receiver.got[-1]
    assert Webhook(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.plain).verify(body, headers)
    delivering.sweep()
    assert Endpoint.objects.get().former_secret is None


def test_the_secret_is_sealed_in_its_row(endpoint, in_poso):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_endpoint")
        stored = cursor.fetchone()[0]
    assert endpoint.plain not in stored
    assert Endpoint.objects.get().secret == endpoint.plain


def test_an_act_that_fails_tells_nobody(endpoint):
    from django.db import transaction

    with transaction.atomic():
        happen()
        assert Delivery.objects.count() == 1
        transaction.set_rollback(True)
    assert Event.objects.count() == Delivery.objects.count() == 0


def test_only_wanted_kinds_are_written(endpoint):
    assert publish(kind="eplesiran.review_published", subject="x", data={}) is None
    assert Event.objects.count() == 0


def test_failures_are_tried_again_for_about_a_day(endpoint, receiver):
    receiver.answer = 500
    delivery, waits = happen(), []
    for number in range(1, len(delivering.WAITS) + 2):
        before = timezone.now()
        assert try_it(delivery).status == 500
        assert delivery.tries == number
        if delivery.next_at:
            waits.append((delivery.next_at - before).total_seconds())
    assert (delivery.state, delivery.next_at, len(receiver.got)) == ("failed", None, 8)
    assert 0.75 * 86400 < sum(waits) < 1.25 * 86400
    for wait, planned in zip(waits, delivering.WAITS, strict=True):
        assert 0.79 * planned.total_seconds() < wait < 1.25 * planned.total_seconds() + 1
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert delivering.deliver(delivery_id=delivery.pk) is None


def test_a_delivery_is_claimed_by_one_worker(endpoint, receiver):
    delivery = happen()
    Delivery.objects.update(next_at=timezone.now() + delivering.LEASE)
    assert delivering.deliver(delivery_id=delivery.pk) is None
    assert receiver.got == []


def test_gone_disables_at_once_and_tells_the_admins(endpoint, receiver, rina, sari):
    receiver.answer = 410
    delivery, waiting = happen(), happen("LK-2")
    try_it(delivery)
    endpoint.refresh_from_db()
    assert (endpoint.state, delivery.state) == ("disabled", "failed")
    note = Notification.objects.get(kind="inti.webhook", person=rina)
    assert (note.path, "410" in note.body) == (f"/konsol/webhook/{endpoint.pk}/", True)
    assert not Notification.objects.filter(kind="inti.webhook", person=sari).exists()
    # Nothing more is sent, nor lost: once resumed, what was kept goes out.
    assert try_it(waiting) is None
    receiver.answer = 200
    kept = happen("LK-3")
    assert resume_webhook(actor=rina, endpoint=endpoint) == 2
    assert [try_it(each).status for each in (waiting, kept)] == [200, 200]


def test_days_of_failure_disable_and_one_success_forgives(endpoint, receiver, rina):
    receiver.answer = 503
    try_it(happen())
    assert Endpoint.objects.get().failing_since is not None
    receiver.answer = 204
    try_it(happen("LK-2"))
    assert Endpoint.objects.get().failing_since is None
    receiver.answer = 503
    try_it(happen("LK-3"))
    Endpoint.objects.update(failing_since=timezone.now() - delivering.DISABLED_AFTER)
    assert not Notification.objects.filter(kind="inti.webhook").exists()
    try_it(happen("LK-4"))
    assert Endpoint.objects.get().state == "disabled"
    note = Notification.objects.get(kind="inti.webhook", person=rina)
    assert (note.path, "dua hari" in note.body) == (f"/konsol/webhook/{endpoint.pk}/", True)
    assert Entry.objects.filter(act="webhook.disabled").count() == 1


def test_replaying_one_and_all_failed_since(endpoint, receiver, rina):
    receiver.answer = 410
    first = happen()
    try_it(first)
    receiver.answer = 200
    resume_webhook(actor=rina, endpoint=endpoint)
    replay_delivery(actor=rina, delivery=Delivery.objects.get(pk=first.pk))
    assert try_it(first).status == 200
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]
    Delivery.objects.update(state="failed", next_at=None)
    assert replay_failed(actor=rina, endpoint=endpoint, since=timezone.now() - timedelta(hours=1)) == 1
    assert replay_failed(actor=rina, endpoint=endpoint, since=timezone.now() - timedelta(hours=1)) == 0


def test_paused_keeps_and_sends_nothing(endpoint, receiver, rina):
    pause_webhook(actor=rina, endpoint=endpoint)
    delivery = happen()
    assert try_it(delivery) is None
    assert delivering.sweep() == 0
    assert (receiver.got, delivery.state) == ([], "waiting")


def test_a_side_that_hangs_or_drips_holds_nobody_up(endpoint, receiver, monkeypatch):
    """Without the deadline each of the last two would hold the worker for ten seconds."""
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(sending, "DEADLINE_SECONDS", 0.8)
    for behaviour, problem, state in (
        (lambda _handler: time.sleep(2), "timeout", "waiting"),
        (drip_head, "timeout", "waiting"),
        # Its status came, so it was taken; the rest of its answer is not waited for.
        (drip_body, "", "delivered"),
    ):
        receiver.answer = behaviour
        delivery = happen(str(behaviour))
        answer = try_it(delivery)
        assert (answer.problem, delivery.state) == (problem, state)
        assert answer.milliseconds < 2000


def test_a_redirect_is_not_followed_and_little_of_an_answer_is_kept(endpoint, receiver):
    def redirect(handler):
        handler.send_response(302)
        handler.send_header("Location", receiver.url)
        handler.end_headers()
        handler.wfile.write(b"x\x00" * 100_000)

    receiver.answer = redirect
    delivery = happen()
    assert try_it(delivery).status == 302
    assert (len(receiver.got), delivery.state) == (1, "waiting")
    kept = Attempt.objects.get().answer
    assert len(kept) <= 1000
    assert "\x00" not in kept


def test_what_is_due_is_queued_by_the_sweep_and_old_events_go(endpoint, receiver):
    happen()
    assert delivering.sweep() == 1
    Event.objects.update(created_at=timezone.now() - delivering.FORGOTTEN_AFTER - timedelta(days=1))
    delivering.sweep()
    assert Event.objects.count() == Delivery.objects.count() == 0
