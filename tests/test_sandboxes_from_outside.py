"""Sandboxes seen from outside: pages that say what they are, and nothing that reaches people."""

from datetime import timedelta

import pytest
from allauth.core.context import request_context
from django.core import mail
from django.utils import timezone

from adopsi.accounts.adapter import AccountAdapter
from adopsi.tasks import send_forgotten_mail
from provisioning.engine import drive
from provisioning.sandboxes.services import request_sandbox
from tenants.context import inside
from tenants.directory import get_pemda
from tenants.notifications.models import Notification
from tenants.notifications.services import notify

ADMIN = {"name": "Rina Admin", "email": "rina.admin@pemda.example"}


@pytest.fixture
def sandbox(fresh, poso, person, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    with inside(poso):
        notify(person=person("Sari"), kind="laksa.kabar", subject="Laporan selesai")
    run = request_sandbox(pemda_code=poso.code, requested_by="Rina", reason="", admin=ADMIN)
    drive(str(run.pk))
    return get_pemda(run.pemda_code)


def test_pages_say_so_in_both_languages_and_the_pemdas_do_not(sandbox, poso, client_of):
    client = client_of(sandbox)
    page = client.get("/").content.decode()
    assert "Ini uji coba" in page
    assert "This is a sandbox" in client.get("/", headers={"cookie": "bahasa=en"}).content.decode()
    assert "Ini uji coba" not in client_of(poso).get("/").content.decode()


def test_codes_and_texts_do_not_go_to_invented_people(sandbox, rf):
    request = rf.get("/")
    request.pemda = sandbox
    mail.outbox.clear()
    with inside(sandbox), request_context(request):
        adapter = AccountAdapter(request)
        adapter.send_mail("account/email/login_code", "warga1@uji.example", {"code": "123456"})
        adapter.send_unknown_account_sms("+6281200000001")
        assert mail.outbox == []
        adapter.send_mail("account/email/login_code", ADMIN["email"], {"code": "123456"})
    assert [message.to for message in mail.outbox] == [[ADMIN["email"]]]


def test_tasks_over_all_pemda_leave_sandboxes_alone(sandbox, poso):
    old = timezone.now() - timedelta(minutes=10)
    with inside(sandbox):
        Notification.objects.update(created_at=old, mailed_at=None)
        assert Notification.objects.exists()
    with inside(poso):
        Notification.objects.all().delete()
    assert send_forgotten_mail() == 0
