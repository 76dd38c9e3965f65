"""The table at the end of `adopsi demo`: where each place answers, and who can sign in there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings

from adopsi.cli.demo_people import CENTRAL, PASSWORD, DemoPerson, people_of
from adopsi.cli.printing import say
from tenants import directory


def say_addresses(codes: Iterable[str]) -> None:
    """Print the addresses of Tim Pusat and of these demonstration Pemda, with their accounts."""
    say(f"\nAlamat, dan akun peragaan di sana (kata sandi semuanya: {PASSWORD})")
    for line in _lines(codes):
        say(line)


def _lines(codes: Iterable[str]) -> Iterator[str]:
    pusat = _pusat_address()
    yield from _place("Tim Pusat", pusat, [CENTRAL])
    for code in codes:
        facts = directory.get_pemda(code)
        yield from _place(facts.display_name, facts.base_url, people_of(code))
    if settings.ADOPSI_MAIL_CATCHER:
        yield f"\n  {'Surat yang terkirim':<22}{pusat}/surat-peraga/"


def _place(name: str, address: str, people: Iterable[DemoPerson]) -> Iterator[str]:
    yield f"\n  {name:<22}{address}/"
    for person in people:
        yield f"      {person.email:<26}{person.label}"


def _pusat_address() -> str:
    port = f":{settings.ADOPSI_PUBLIC_PORT}" if settings.ADOPSI_PUBLIC_PORT else ""
    return f"{settings.ADOPSI_SCHEME}://{settings.ADOPSI_BASE_DOMAIN}{port}"
