"""What was loaded or asked for in one Pemda does nothing in another."""

import pickle

import pytest

from tenants.accounts.models import ApiToken, Person
from tenants.context import at_pusat, inside
from tenants.errors import CrossedPemda, NoPemdaActive


@pytest.fixture
def pair(fresh, poso, karawang, person):
    """Sari of Poso and Otto of Karawang, who have the same key."""
    with inside(poso):
        sari = person("Sari")
    with inside(karawang):
        otto = person("Otto", id=sari.pk)
    assert sari.pk == otto.pk
    return sari, otto


def name_in(pemda, key):
    with inside(pemda):
        return Person.objects.get(pk=key).name


def test_an_instance_of_one_pemda_is_not_saved_in_another(pair, poso, karawang):
    sari, otto = pair
    with inside(poso):
        loaded = Person.objects.get(pk=sari.pk)
    for act in (loaded.save, loaded.delete, loaded.refresh_from_db):
        with inside(karawang), pytest.raises(CrossedPemda):
            act()
    assert (name_in(poso, sari.pk), name_in(karawang, otto.pk)) == ("Sari", "Otto")


def test_nor_one_that_was_made_there(pair, poso, karawang):
    with inside(poso):
        made = Person(name="Baru")
        made.save()
    with inside(karawang), pytest.raises(CrossedPemda):
        made.save()
    with inside(karawang):
        assert not Person.objects.filter(name="Baru").exists()


def test_an_instance_keeps_its_pemda_through_a_pickle(pair, poso, karawang):
    with inside(poso):
        copy = pickle.dumps(Person.objects.get(name="Sari"))
    with inside(karawang), pytest.raises(CrossedPemda):
        pickle.loads(copy).save()
    with inside(poso):
        pickle.loads(copy).save()


def test_what_hangs_on_an_instance_is_not_read_in_another_pemda(pair, poso, karawang):
    sari, otto = pair
    with inside(karawang):
        ApiToken.objects.create(person=otto, name="Otto's", prefix="x", digest="x")
    with inside(karawang), pytest.raises(CrossedPemda):
        list(sari.api_tokens.all())


def test_an_instance_is_not_related_to_one_of_another_pemda(pair, karawang):
    sari, _otto = pair
    with inside(karawang), pytest.raises(CrossedPemda):
        ApiToken(person=sari)
    with inside(karawang):
        assert not ApiToken.objects.exists()


def test_a_query_made_in_one_pemda_is_not_run_in_another(pair, poso, karawang):
    with inside(poso):
        people = Person.objects.filter(name__in=["Sari", "Otto"])
    for run in (list, lambda q: q.count(), lambda q: q.update(name="X"), lambda q: q.delete(), lambda q: q.exists()):
        with inside(karawang), pytest.raises(CrossedPemda):
            run(people.all())
    with inside(poso):
        assert [each.name for each in people] == ["Sari"]
    with inside(karawang):
        assert [each.name for each in Person.objects.all()] == ["Otto"]


def test_nor_as_part_of_another_query(pair, poso, karawang):
    with inside(poso):
        keys = Person.objects.values("pk")
    with inside(karawang), pytest.raises(CrossedPemda):
        list(Person.objects.filter(pk__in=keys))


def test_nor_at_pusat_nor_outside_of_any_place(pair, poso):
    with inside(poso):
        people = Person.objects.all()
    with at_pusat(), pytest.raises(CrossedPemda):
        list(people)
    with pytest.raises((CrossedPemda, NoPemdaActive)):
        list(people)


def test_a_query_made_outside_of_any_pemda_serves_all(pair, poso, karawang):
    """As those of forms and API views are, when their module is loaded."""
    everybody = Person.objects.order_by("name")
    found = []
    for pemda in (poso, karawang):
        with inside(pemda):
            found.append([each.name for each in everybody.all()])
    assert found == [["Sari"], ["Otto"]]
