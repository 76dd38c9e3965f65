"""Reviews: one a person, moderated, told; and a person's rights over them."""

from __future__ import annotations

import uuid

import pytest

from catalog.modules.eplesiran import privacy
from catalog.modules.eplesiran.errors import (
    DestinationUnknown,
    FormSpent,
    InvalidField,
    RefusalNeedsReason,
    ReviewsClosed,
    ReviewUnknown,
)
from catalog.modules.eplesiran.models import Review
from catalog.modules.eplesiran.selectors.reviews import list_for_moderation, list_shown, public_name
from catalog.modules.eplesiran.services import destinations, reviews
from catalog.sdk.errors import NotAllowed

GOOD = "Airnya bening dan bersih."


def write(author, place, *, rating=5, text=GOOD, key=None):
    return reviews.write_review(
        author=author, destination_id=place.pk, rating=rating, text=text, client_key=key or uuid.uuid4()
    )


def settings(monkeypatch, **changes):
    values = {"reviews_enabled": True, "moderation": "before"} | changes
    monkeypatch.setattr("catalog.modules.eplesiran.services.reviews.module_settings", lambda slug: values)


def kinds(person):
    return list(person.notifications.order_by("pk").values_list("kind", flat=True))


def test_a_review_waits_and_moderators_are_told(place, sari, moderator):
    review = write(sari, place)

    assert review.state == "menunggu"
    assert list(list_shown(destination=place)) == []
    assert kinds(moderator) == ["eplesiran.review_waiting"]


def test_published_it_is_public_and_the_author_is_told(place, sari, moderator):
    review = write(sari, place)

    reviews.publish_review(moderator=moderator, review_id=review.pk)
    reviews.publish_review(moderator=moderator, review_id=review.pk)

    assert list(list_shown(destination=place)) == [review]
    assert kinds(sari) == ["eplesiran.review_published"]


def test_refused_it_stays_hidden_and_the_author_reads_why(place, sari, moderator):
    review = write(sari, place)

    reviews.refuse_review(moderator=moderator, review_id=review.pk, reason="Memuat nomor telepon.")

    assert not list_shown().exists()
    note = sari.notifications.get()
    assert note.kind == "eplesiran.review_refused"
    assert "Memuat nomor telepon" in note.body


def test_a_refusal_needs_a_reason(place, sari, moderator):
    review = write(sari, place)

    with pytest.raises(RefusalNeedsReason):
        reviews.refuse_review(moderator=moderator, review_id=review.pk, reason="  ")

    review.refresh_from_db()
    assert review.state == "menunggu"
    assert kinds(sari) == []


def test_writing_again_replaces_the_review_and_it_waits_again(place, sari, moderator):
    first = write(sari, place)
    reviews.publish_review(moderator=moderator, review_id=first.pk)

    second = write(sari, place, rating=2, text="Sekarang kotor sekali.")

    assert second.pk == first.pk
    assert (second.state, second.rating) == ("menunggu", 2)
    assert Review.objects.count() == 1


def test_a_form_sent_twice_is_one_review_and_one_message(place, sari, moderator):
    key = uuid.uuid4()

    write(sari, place, key=key)
    write(sari, place, key=key)

    assert Review.objects.count() == 1
    assert kinds(moderator) == ["eplesiran.review_waiting"]


def test_anothers_form_key_is_refused(place, sari, otto):
    key = uuid.uuid4()
    write(sari, place, key=key)

    with pytest.raises(FormSpent):
        write(otto, place, key=key)

    assert Review.objects.count() == 1


def test_where_the_pemda_moderates_afterwards_it_shows_at_once(place, sari, moderator, monkeypatch):
    settings(monkeypatch, moderation="after")

    review = write(sari, place)

    assert list(list_shown()) == [review]
    assert kinds(moderator) == ["eplesiran.review_waiting"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"rating": 0}, "rating"), ({"rating": 6}, "rating"), ({"text": "Bagus"}, "text"), ({"text": "x" * 1001}, "text")],
)
def test_a_senseless_review_is_refused_at_its_field(place, sari, changes, field):
    with pytest.raises(InvalidField) as refusal:
        write(sari, place, **changes)

    assert refusal.value.field == field
    assert not Review.objects.exists()


def test_no_reviews_where_the_pemda_takes_none_or_the_place_is_off_the_site(place, sari, manager, monkeypatch):
    destinations.unpublish_destination(actor=manager, destination_id=place.pk)
    with pytest.raises(DestinationUnknown):
        write(sari, place)
    settings(monkeypatch, reviews_enabled=False)
    with pytest.raises(ReviewsClosed):
        write(sari, place)

    assert not Review.objects.exists()


def test_only_moderators_decide_and_see_the_queue(place, sari, manager):
    review = write(sari, place)

    for person in (sari, manager):
        with pytest.raises(NotAllowed):
            reviews.publish_review(moderator=person, review_id=review.pk)
        assert not list_for_moderation(moderator=person).exists()
    review.refresh_from_db()
    assert review.state == "menunggu"


def test_several_are_decided_at_once_even_if_one_is_gone(place, sari, otto, moderator):
    keys = [write(sari, place).pk, write(otto, place).pk, 999_999]

    assert reviews.publish_reviews(moderator=moderator, review_ids=keys) == 2
    assert list_shown().count() == 2
    assert reviews.refuse_reviews(moderator=moderator, review_ids=keys, reason="Iklan") == 2
    assert list_shown().count() == 0


def test_one_withdraws_ones_own_review_and_no_other(place, sari, otto):
    review = write(sari, place)

    with pytest.raises(ReviewUnknown):
        reviews.withdraw_review(author=otto, review_id=review.pk)
    assert Review.objects.count() == 1
    reviews.withdraw_review(author=sari, review_id=review.pk)
    assert not Review.objects.exists()


def test_strangers_read_a_first_name_and_an_initial(place, sari):
    sari.name = "Sari Tobondo Lestari"
    sari.save()

    assert public_name(write(sari, place)) == "Sari L."


def test_a_person_gets_a_copy_of_their_reviews_and_can_have_them_erased(place, sari, otto):
    write(sari, place)
    write(otto, place)

    copy = privacy.export_person(sari)
    assert [(row["destination"], row["text"]) for row in copy["reviews"]] == [("Danau Poso", GOOD)]
    assert privacy.erase_person(sari)["reviews_deleted"] == 1
    assert privacy.erase_person(sari)["reviews_deleted"] == 0
    assert [review.author for review in Review.objects.all()] == [otto]


def test_the_page_takes_a_review_and_keeps_what_was_typed_when_it_refuses(in_poso, place, sari, client_of):
    client = client_of(in_poso, sari)
    address = f"{place.get_absolute_url()}ulasan/"
    once = str(uuid.uuid4())

    refused = client.post(address, {"rating": "", "text": "Kolam sebelah utara dalam.", "once": once})
    assert refused.status_code == 422
    assert "Kolam sebelah utara dalam." in refused.content.decode()
    assert "Pilih nilai dari 1 sampai 5 bintang." in refused.content.decode()
    assert once in refused.content.decode()
    assert not Review.objects.exists()

    for _twice in range(2):
        sent = client.post(address, {"rating": "4", "text": "Kolam sebelah utara dalam.", "once": once})
        assert sent.status_code == 302
    assert Review.objects.get().rating == 4
    body = client.get("/eplesiran/ulasan-saya/").content.decode()
    assert "Kolam sebelah utara dalam." in body
    assert "Menunggu" in body


def test_a_stranger_is_led_to_the_login_and_back_to_the_form(in_poso, place, sari, client_of):
    address = f"{place.get_absolute_url()}ulasan/"

    assert client_of(in_poso).get(address).status_code == 302
    assert client_of(in_poso).get(address)["Location"].startswith("/akun/")
    assert client_of(in_poso, sari).get(address)["Location"].endswith("#tulis-ulasan")
