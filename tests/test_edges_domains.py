"""Custom domains: proven by a TXT record that a real name server is asked for, looked at daily, freed with care."""

from __future__ import annotations

import socket
import threading
import uuid
from datetime import date, timedelta

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from django.utils import timezone

from tenants.context import inside
from tenants.directory import pemda_at
from tenants.domains import errors, services
from tenants.domains.proof import record_name, record_value, txt_records
from tenants.domains.rechecking import recheck_all
from tenants.models import Domain, FreedName
from tenants.notifications.models import Notification

HOST = "layanan.posokab.go.id"
DAY = date(2026, 12, 1)


class NameServer:
    """A small real name server: TXT records by name; says nothing at all while `is_silent`."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}
        self.is_silent, self.fails, self.asked = False, False, 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def set(self, domain: Domain) -> None:
        self.records[record_name(domain.domain)] = [record_value(domain)]

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                wire, sender = self._socket.recvfrom(4096)
                answer = self._answer(dns.message.from_wire(wire))
                if answer is not None:
                    self._socket.sendto(answer.to_wire(), sender)
            except OSError:
                return

    def _answer(self, question: dns.message.Message) -> dns.message.Message | None:
        self.asked += 1
        if self.is_silent:
            return None
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA | dns.flags.RA
        asked = question.question[0]
        name = asked.name.to_text().rstrip(".").lower()
        if self.fails:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name in self.records:
            quoted = [
                '"' + '" "'.join(text[i : i + 200] for i in range(0, len(text), 200)) + '"'
                for text in self.records[name]
            ]
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", "TXT", *quoted))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer


@pytest.fixture
def name_server(settings, monkeypatch):
    server = NameServer()
    settings.ADOPSI_DNS_SERVERS = [server.address]
    monkeypatch.setattr("tenants.domains.proof.LOOK_UP_SECONDS", 1.0)
    yield server
    server.close()


@pytest.fixture
def proven(in_poso, rina, name_server):
    """A domain of Poso that was proven with the name server."""
    domain = services.add_domain(host=HOST, actor=rina)
    name_server.set(domain)
    services.verify_domain(domain_id=domain.pk, actor=rina)
    return domain


def again(domain):
    return Domain.objects.get(pk=domain.pk)


# --- the proof ----------------------------------------------------------------------------------------


def test_the_admin_sets_the_record_and_presses_the_button(in_poso, rina, client_of, name_server):
    client = client_of(in_poso, rina)
    client.post("/konsol/domain/", {"domain": HOST})
    domain = Domain.objects.get(domain=HOST)
    press = f"/konsol/domain/{domain.pk}/periksa/"
    assert "belum terlihat" in client.post(press, follow=True).content.decode()
    name_server.records[record_name(HOST)] = ["v=spf1 -all", "adopsi-verifikasi=punya-orang-lain"]
    assert "isinya berbeda" in client.post(press, follow=True).content.decode()
    assert pemda_at(HOST) is None
    name_server.records[record_name(HOST)].append(record_value(domain))
    assert "sudah dapat dibuka" in client.post(press, follow=True).content.decode()
    assert pemda_at(HOST).code == "72.02"
    assert name_server.asked >= 3


@pytest.mark.parametrize("how", ["is_silent", "fails"])
def test_a_name_server_that_does_not_answer_proves_nothing(how, in_poso, rina, name_server):
    domain = services.add_domain(host=HOST, actor=rina)
    setattr(name_server, how, True)
    with pytest.raises(errors.NameServersSilent):
        services.verify_domain(domain_id=domain.pk, actor=rina)
    assert again(domain).verified_at is None


def test_a_token_is_made_for_one_pemda_and_one_name(fresh, poso, karawang, person, name_server):
    tokens = set()
    for pemda, name in ((poso, "Rina"), (karawang, "Wati")):
        with inside(pemda):
            admin = person(name, kind="admin_ti")
            for host in (f"{uuid.uuid4().hex}.go.id", f"{uuid.uuid4().hex}.go.id"):
                tokens.add(services.add_domain(host=host, actor=admin).proof_token)
    assert len(tokens) == 4
    assert min(len(token) for token in tokens) >= 32


def test_anothers_record_is_no_proof(fresh, poso, karawang, person, name_server):
    with inside(poso):
        rina = person("Rina", kind="admin_ti")
        name_server.set(services.add_domain(host=HOST, actor=rina))
    with inside(karawang):
        wati = person("Wati", kind="admin_ti")
        theirs = services.add_domain(host=HOST, actor=wati)
        with pytest.raises(errors.OtherProof):
            services.verify_domain(domain_id=theirs.pk, actor=wati)
    assert pemda_at(HOST) is None


def test_a_long_text_in_pieces_is_read_as_one(in_poso, name_server):
    name_server.records["x.go.id"] = ["a" * 450]
    assert txt_records("x.go.id") == ["a" * 450]


# --- every day ----------------------------------------------------------------------------------------


def test_after_three_days_without_proof_a_domain_is_suspended_and_its_admins_knew(proven, in_poso, rina, name_server):
    services.make_primary(domain_id=proven.pk, actor=rina)
    name_server.records.clear()
    for day in range(2):
        assert recheck_all(today=DAY + timedelta(day)) == 1
        # A second look on the same day is none.
        recheck_all(today=DAY + timedelta(day))
        assert again(proven).failed_days == day + 1
        assert pemda_at(HOST).code == "72.02"
    subjects = list(Notification.objects.filter(kind="inti.domain").order_by("pk").values_list("subject", flat=True))
    assert subjects == [f"{HOST} akan ditutup dalam 2 hari", f"{HOST} akan ditutup dalam 1 hari"]
    recheck_all(today=DAY + timedelta(2))
    assert pemda_at(HOST) is None
    assert again(proven).suspended_at is not None
    # Mails and links use an address that works.
    assert pemda_at("poso.localhost").base_url == "http://poso.localhost:8000"
    assert Notification.objects.filter(kind="inti.domain", person=rina).latest("pk").subject == f"{HOST} ditutup"


def test_a_silent_name_server_suspends_nobody(proven, name_server):
    name_server.is_silent = True
    for day in range(5):
        assert recheck_all(today=DAY + timedelta(day)) == 0
    assert again(proven).failed_days == 0
    assert pemda_at(HOST) is not None


def test_a_record_that_comes_back_opens_the_domain_again(proven, rina, name_server):
    kept = dict(name_server.records)
    name_server.records.clear()
    for day in range(3):
        recheck_all(today=DAY + timedelta(day))
    assert pemda_at(HOST) is None
    with pytest.raises(errors.DomainNotVerified):
        services.make_primary(domain_id=proven.pk, actor=rina)
    name_server.records.update(kept)
    assert recheck_all(today=DAY + timedelta(3)) == 0
    assert pemda_at(HOST).code == "72.02"
    assert again(proven).failed_days == 0


def test_beat_looks_every_day():
    from adopsi.celery import app

    entry = app.conf.beat_schedule["recheck-domains"]
    assert entry["task"] == "adopsi.tasks.recheck_domains"
    assert str(entry["schedule"]).startswith("<crontab: 10 19 * * *")


# --- what is given up ---------------------------------------------------------------------------------


def _freed(poso, person, name_server, *, give_up):
    with inside(poso):
        rina = person("Rina", kind="admin_ti")
        domain = services.add_domain(host=HOST, actor=rina)
        name_server.set(domain)
        services.verify_domain(domain_id=domain.pk, actor=rina)
        give_up(domain, rina)
    assert pemda_at(HOST) is None
    return rina


def _remove(domain, rina):
    services.remove_domain(domain_id=domain.pk, actor=rina)


def _cascade(domain, rina):
    # As with the Pemda itself, or by somebody at a prompt.
    Domain.objects.using("owner").filter(pk=domain.pk).delete()


@pytest.mark.parametrize("give_up", [_remove, _cascade])
def test_a_freed_name_is_nobody_elses_for_thirty_days(give_up, fresh, poso, karawang, person, name_server):
    rina = _freed(poso, person, name_server, give_up=give_up)
    with inside(karawang):
        wati = person("Wati", kind="admin_ti")
        with pytest.raises(errors.HostInQuarantine):
            services.add_domain(host=HOST, actor=wati)
        assert not Domain.objects.filter(domain=HOST).exists()
    FreedName.objects.using("owner").update(freed_at=timezone.now() - timedelta(days=29))
    with inside(karawang), pytest.raises(errors.HostInQuarantine):
        services.add_domain(host=HOST, actor=wati)
    FreedName.objects.using("owner").update(freed_at=timezone.now() - timedelta(days=31))
    with inside(karawang):
        assert services.add_domain(host=HOST, actor=wati).verified_at is None
    # Poso may take it back as long as nobody has proven it.
    with inside(poso):
        assert services.add_domain(host=HOST, actor=rina).tenant_id == "72.02"


def test_a_wish_from_before_is_not_proven_while_the_name_is_kept(fresh, poso, karawang, person, name_server):
    _freed(poso, person, name_server, give_up=_remove)
    with inside(karawang):
        wati = person("Wati", kind="admin_ti")
        wish = Domain.objects.using("owner").create(
            domain=HOST, tenant_id="32.15", is_primary=False, proof_token="bukti-karawang"
        )
        name_server.set(wish)
        with pytest.raises(errors.HostInQuarantine):
            services.verify_domain(domain_id=wish.pk, actor=wati)
    assert pemda_at(HOST) is None


def test_who_gave_it_up_takes_it_back_at_once_with_a_new_token(fresh, poso, person, name_server):
    rina = _freed(poso, person, name_server, give_up=_remove)
    with inside(poso):
        domain = services.add_domain(host=HOST, actor=rina)
        with pytest.raises(errors.OtherProof):
            services.verify_domain(domain_id=domain.pk, actor=rina)
        name_server.set(domain)
        services.verify_domain(domain_id=domain.pk, actor=rina)
    assert pemda_at(HOST).code == "72.02"


def test_an_unproven_wish_leaves_no_quarantine(fresh, poso, karawang, person):
    with inside(poso):
        rina = person("Rina", kind="admin_ti")
        _remove(services.add_domain(host=HOST, actor=rina), rina)
    assert not FreedName.objects.exists()
    with inside(karawang):
        services.add_domain(host=HOST, actor=person("Wati", kind="admin_ti"))


def test_the_web_cannot_rewrite_who_gave_what_up(fresh):
    from django.db import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"):
        FreedName.objects.create(host="x.go.id", pemda_code="72.02", freed_at=timezone.now())
    with pytest.raises(ProgrammingError, match="permission denied"):
        FreedName.objects.update(freed_at=timezone.now())


def test_a_suspended_name_is_released_when_its_time_is_over(proven, name_server):
    name_server.records.clear()
    for day in range(3):
        recheck_all(today=DAY + timedelta(day))
    Domain.objects.filter(pk=proven.pk).update(suspended_at=timezone.now() - timedelta(days=31))
    recheck_all(today=DAY + timedelta(40))
    assert not Domain.objects.filter(pk=proven.pk).exists()


# --- links and hosts ----------------------------------------------------------------------------------


def test_links_in_mails_lead_to_the_pemdas_own_primary_domain_whatever_host_was_asked(
    proven, in_poso, rina, sari, client_of, mailoutbox
):
    for primary in ("poso.localhost", HOST):
        services.make_primary(domain_id=Domain.objects.get(domain=primary).pk, actor=rina)
        for host in ("poso.localhost:8000", HOST):
            client = client_of(in_poso)
            mailoutbox.clear()
            answer = client.post(
                "/akun/sandi/lupa/",
                {"contact": sari.email},
                headers={"host": host, "x-forwarded-host": "jahat.example", "forwarded": "host=jahat.example"},
            )
            assert answer.status_code == 302
            for message in mailoutbox:
                text = message.body + "".join(str(part[0]) for part in getattr(message, "alternatives", []))
                assert "jahat.example" not in text
                for other in {"poso.localhost", HOST} - {primary}:
                    assert f"//{other}" not in text
                assert f"http://{primary}:8000" in text
            assert mailoutbox


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-host", "forwarded", "x-original-host", "x-forwarded-server"])
@pytest.mark.parametrize("is_behind_proxy", [False, True])
def test_a_forwarded_host_is_never_believed(name, is_behind_proxy, shared_database, poso, client_of, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int(is_behind_proxy)
    assert settings.USE_X_FORWARDED_HOST is False
    value = "host=karawang.localhost" if name == "forwarded" else "karawang.localhost"
    for path in ("/", "/api/v1/schema/?format=json", "/.well-known/security.txt", "/akun/masuk/"):
        body = client_of(poso).get(path, headers={name: value}).content.decode()
        assert "karawang" not in body.lower(), path
