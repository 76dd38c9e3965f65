"""Domains in the console: proven by a TXT record before they lead anywhere."""

import pytest

from tenants.directory import pemda_at
from tenants.domains import errors
from tenants.domains import services as domains
from tenants.domains.proof import record_name, record_value
from tenants.errors import NotAllowed
from tenants.models import Domain

HOST = "layanan.posokab.go.id"


def add(pemda, host=HOST, code=None, token="bukti", **fields):
    return Domain.objects.create(
        domain=host, tenant_id=code or pemda.code, is_primary=False, proof_token=token, **fields
    )


def answering(*texts):
    """A look-up that finds these texts."""
    return lambda name: list(texts)


def test_a_new_domain_leads_nowhere_until_it_is_proven(in_poso, client_of, rina):
    page = client_of(in_poso, rina).post("/konsol/domain/", {"domain": f"https://{HOST.upper()}/"}, follow=True)
    domain = Domain.objects.get(domain=HOST)
    assert record_name(HOST) in page.content.decode()
    assert record_value(domain) in page.content.decode()
    assert domain.verified_at is None
    assert pemda_at(HOST) is None
    domains.verify_domain(domain_id=domain.pk, actor=rina, look_up=answering(record_value(domain)))
    assert pemda_at(HOST).code == in_poso.code


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        ([], errors.ProofMissing),
        (["adopsi-verifikasi=lain"], errors.OtherProof),
        (["adopsi-verifikasi="], errors.OtherProof),
        (["bukti"], errors.OtherProof),
        (["v=spf1 -all", "adopsi-verifikasi=bukti2"], errors.OtherProof),
    ],
)
def test_another_record_proves_nothing(texts, refusal, in_poso, rina):
    domain = add(in_poso)
    with pytest.raises(refusal):
        domains.verify_domain(domain_id=domain.pk, actor=rina, look_up=answering(*texts))
    assert Domain.objects.get(pk=domain.pk).verified_at is None


def test_a_domain_without_a_token_is_proven_by_nothing(in_poso, rina):
    domain = add(in_poso, token="")
    with pytest.raises(errors.OtherProof):
        domains.verify_domain(domain_id=domain.pk, actor=rina, look_up=answering("adopsi-verifikasi="))
    assert pemda_at(HOST) is None


def test_an_unknown_name_is_answered_in_words(in_poso, client_of, rina, monkeypatch):
    monkeypatch.setattr(domains.verify_domain, "__kwdefaults__", {"look_up": answering()})
    domain = add(in_poso, host="tidak-ada.invalid")
    page = client_of(in_poso, rina).post(f"/konsol/domain/{domain.pk}/periksa/", follow=True).content.decode()
    assert "belum terlihat" in page


@pytest.mark.parametrize("host", ["", "poso", "127.0.0.1", "x.localhost", "a_b.go.id", "-a.go.id", "a b.go.id"])
def test_what_is_no_own_domain_is_refused(host, in_poso, client_of, rina):
    before = Domain.objects.count()
    response = client_of(in_poso, rina).post("/konsol/domain/", {"domain": host})
    assert response.status_code == 422
    assert Domain.objects.count() == before


def test_only_a_proven_domain_becomes_primary(in_poso, client_of, rina):
    domain = add(in_poso)
    client = client_of(in_poso, rina)
    assert "belum terbukti" in client.post(f"/konsol/domain/{domain.pk}/utama/", follow=True).content.decode()
    domains.verify_domain(domain_id=domain.pk, actor=rina, look_up=answering("adopsi-verifikasi=bukti"))
    client.post(f"/konsol/domain/{domain.pk}/utama/")
    assert [each.domain for each in Domain.objects.filter(tenant_id=in_poso.code, is_primary=True)] == [HOST]
    client.post(f"/konsol/domain/{domain.pk}/hapus/")
    assert [each.domain for each in Domain.objects.filter(tenant_id=in_poso.code)] == ["poso.localhost"]
    assert Domain.objects.get(domain="poso.localhost").is_primary


def test_the_subdomain_stays(in_poso, client_of, rina):
    domain = Domain.objects.get(domain="poso.localhost")
    page = client_of(in_poso, rina).post(f"/konsol/domain/{domain.pk}/hapus/", follow=True).content.decode()
    assert "tidak dapat dihapus" in page
    assert Domain.objects.filter(pk=domain.pk).exists()


def test_a_proven_domain_of_another_pemda_is_taken_and_an_unproven_wish_is_not(in_poso, rina):
    theirs = add(in_poso, code="32.15")
    assert domains.add_domain(host=HOST, actor=rina).tenant_id == in_poso.code
    assert not Domain.objects.filter(pk=theirs.pk).exists()
    add(in_poso, host="lain.go.id", code="32.15", verified_at="2026-01-01T00:00Z")
    for host in (HOST, "lain.go.id"):
        with pytest.raises(errors.HostTaken):
            domains.add_domain(host=host, actor=rina)


def test_another_pemdas_domain_cannot_be_touched(in_poso, rina, budi):
    theirs = Domain.objects.get(domain="karawang.localhost")
    for act in (domains.verify_domain, domains.make_primary, domains.remove_domain):
        with pytest.raises(errors.UnknownDomain):
            act(domain_id=theirs.pk, actor=rina)
        with pytest.raises(NotAllowed):
            act(domain_id=theirs.pk, actor=budi)
