"""Demonstration consents, requests and an incident of the desk for personal data; everybody in it is invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from catalog.privacy import correcting, purposes
from tenants.accounts.models import Person
from tenants.organisation.core_roles import PRIVACY_OFFICER
from tenants.organisation.selectors import people_with_role
from tenants.privacy.clock import LIMIT
from tenants.privacy.models import Consent, DataRequest, Incident
from tenants.privacy.services import incidents, requests

# Kind, name, what they ask, hours since it came in, whether it is answered.
LETTERS = (
    ("akses", "Murniati Hasan", "Minta salinan data pengaduan yang dikirim lewat kantor kelurahan.", 61, ""),
    ("pembetulan", "Yohanes Lumentut", "Nama di pemberitahuan tertulis Yohanis; mohon dibetulkan.", 20, ""),
    (
        "keberatan",
        "Siti Rahayu",
        "Tidak bersedia dihubungi untuk survei kepuasan lewat telepon.",
        95,
        "Nomor Ibu sudah dikeluarkan dari daftar survei. Terima kasih.",
    ),
)


def fill_desk() -> None:
    """Write what is missing; running it again adds nothing."""
    officer = people_with_role([PRIVACY_OFFICER]).first()
    # The one who can log in; the authors of demonstration reviews cannot.
    citizen = Person.objects.filter(kind=Person.Kind.CITIZEN, is_active=True, email__startswith="sari@").first()
    if officer is None or citizen is None or DataRequest.objects.exists():
        return
    _give_consents(citizen)
    for kind, name, text, hours, answer in LETTERS:
        _enter(officer, kind, name, text, hours, answer)
    correcting.propose(
        person=citizen, wishes={("inti", "name"): f"{citizen.name}, S.Pd."}, details="Mohon tambahkan gelar saya."
    )
    requests.ask(person=citizen, kind=DataRequest.Kind.OBJECTION, details="Jangan pakai foto laporan saya di poster.")
    _incident(officer)


def _give_consents(citizen: Person) -> None:
    for purpose in purposes.purposes_here():
        given = purposes.give(person=citizen, key=purpose.key, origin=Consent.Origin.PROFILE)
        Consent.objects.filter(pk=given.pk).update(given_at=timezone.now() - timedelta(days=40))


def _enter(officer: Person, kind: str, name: str, text: str, hours: int, answer: str) -> None:
    request = requests.enter_at_counter(
        actor=officer,
        kind=kind,
        name=name,
        contact="",
        identity_check="KTP asli diperlihatkan di loket",
        details=text,
        received_at=timezone.now() - timedelta(hours=hours),
    )
    if answer:
        requests.answer_request(request=request, answer=answer, actor=officer)
        closed = request.received_at + LIMIT - timedelta(hours=21)
        DataRequest.objects.filter(pk=request.pk).update(closed_at=closed)
    else:
        requests.assign(request=request, to=officer, actor=officer)


def _incident(officer: Person) -> None:
    now = timezone.now()
    incident = incidents.save_incident(
        incident=Incident(
            title="Daftar hadir pelatihan terkirim ke alamat yang keliru",
            what_happened="Lampiran surel berisi daftar hadir 38 peserta terkirim ke panitia kegiatan lain.",
            data_disclosed="Nama, nomor ponsel, dan tanda tangan",
            occurred_at=now - timedelta(hours=31),
            discovered_at=now - timedelta(hours=29),
            people_count=38,
            consequences="Nomor ponsel dapat dihubungi pihak yang tidak berkepentingan.",
            measures="Penerima diminta menghapus surel dan sudah menyatakannya tertulis. Daftar hadir kini disimpan di "
            "folder berpengaman.",
        ),
        actor=officer,
    )
    incidents.note_people_notified(incident=incident, how="Surel kepada 38 peserta", actor=officer)
