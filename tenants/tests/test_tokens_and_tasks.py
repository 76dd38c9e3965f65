"""API tokens, tasks and notifications stay with their Pemda."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tenants.accounts.models import ApiToken
from tenants.accounts.tokens import find_token, issue_token, revoke_token
from tenants.context import inside
from tenants.notifications.models import Notification
from tenants.notifications.services import mark_read, notify
from tenants.notifications.tasks import mail_notification
from tenants.tasks import TaskWithoutPemda


def test_a_token_is_found_by_its_key_and_only_its_digest_is_kept(in_poso, rina):
    token, key = issue_token(person=rina, name="Satu Data", scopes=["catalog:read"], days=30)
    assert find_token(key) == token
    assert key not in str(ApiToken.objects.values().get(pk=token.pk))


def test_a_revoked_or_expired_token_is_unknown(in_poso, rina):
    token, key = issue_token(person=rina, name="a", scopes=[], days=30)
    revoke_token(token=token, actor=rina)
    assert find_token(key) is None
    late, late_key = issue_token(person=rina, name="b", scopes=[], days=1)
    ApiToken.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    assert find_token(late_key) is None


def test_a_neighbours_token_is_unknown(fresh, poso, karawang, person):
    with inside(poso):
        _token, key = issue_token(person=person("Rina", kind="admin_ti"), name="a", scopes=[], days=None)
    with inside(karawang):
        assert find_token(key) is None


def test_a_task_without_pemda_is_refused(fresh, poso):
    with pytest.raises(TaskWithoutPemda):
        mail_notification.run(notification_id=1)


def test_a_notification_is_mailed_once_even_if_the_message_comes_twice(fresh, poso, person, mailoutbox):
    with inside(poso):
        sari = person("Sari")
        note = notify(person=sari, kind="test", subject="Laporan diterima", body="Terima kasih", path="/laksa/")
    for _turn in range(2):
        mail_notification.run(pemda=poso.code, notification_id=note.pk)
    assert [(mail.subject, mail.to) for mail in mailoutbox] == [("Laporan diterima", ["sari@contoh.example"])]
    assert "http://poso.localhost:8000/laksa/" in mailoutbox[0].body
    assert "Kabupaten Poso" in mailoutbox[0].from_email


def test_marking_read_touches_only_ones_own(in_poso, sari, otto):
    notify(person=sari, kind="test", subject="a")
    other = notify(person=otto, kind="test", subject="b")
    assert mark_read(person=sari, notification_id=other.pk) == 0
    assert mark_read(person=sari) == 1
    assert Notification.objects.get(pk=other.pk).read_at is None


def test_a_cached_value_is_not_the_neighbours(poso, karawang):
    with inside(poso):
        cache.set("ringkasan", "Poso")
    with inside(karawang):
        assert cache.get("ringkasan") is None
    with inside(poso):
        assert cache.get("ringkasan") == "Poso"
