"""Consent: with the words that were read, freely withdrawn, and ended at once."""

import pytest
from django.db import IntegrityError, transaction

from tenants.privacy.errors import ConsentNotInForce
from tenants.privacy.models import Consent, DataRequest
from tenants.privacy.selectors import has_consent
from tenants.privacy.services.consents import give_consent, withdraw_consent


def give(person, version="1", purpose="inti.kabar"):
    return give_consent(person=person, purpose=purpose, version=version, text="Saya setuju.", origin="profil")


def test_it_keeps_the_words_and_the_time(sari):
    made = give(sari)
    assert (made.text, made.version, made.is_in_force) == ("Saya setuju.", "1", True)
    assert has_consent(person=sari, purpose="inti.kabar")
    assert not has_consent(person=sari, purpose="inti.lain")


def test_giving_twice_is_once_and_a_new_text_replaces_the_old(sari):
    assert give(sari) == give(sari)
    give(sari, version="2")
    assert [(row.version, row.is_in_force) for row in Consent.objects.order_by("id")] == [("1", False), ("2", True)]


def test_the_database_holds_one_in_force(sari):
    made = give(sari)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            person=sari, purpose="inti.kabar", version="9", text="x", origin="profil", given_at=made.given_at
        )


def test_withdrawing_ends_it_at_once_and_leaves_an_answered_request(sari):
    give(sari)
    made = withdraw_consent(person=sari, purpose="inti.kabar", actor=sari, afterwards=lambda: {"reviews": 2})
    assert not has_consent(person=sari, purpose="inti.kabar")
    assert (made.kind, made.state, made.outcome) == ("penarikan", "selesai", {"done": {"reviews": 2}})


def test_what_is_not_in_force_cannot_be_withdrawn(sari, otto):
    give(otto)
    with pytest.raises(ConsentNotInForce):
        withdraw_consent(person=sari, purpose="inti.kabar", actor=sari)
    assert has_consent(person=otto, purpose="inti.kabar")
    assert not DataRequest.objects.exists()


def test_when_the_module_fails_the_consent_stays(sari):
    give(sari)

    def fail():
        raise RuntimeError("modul")

    with pytest.raises(RuntimeError), transaction.atomic():
        withdraw_consent(person=sari, purpose="inti.kabar", actor=sari, afterwards=fail)
    assert has_consent(person=sari, purpose="inti.kabar")
