"""Drafts of the notices that follow an incident (UU 27/2022 article 46): to the people and to the authority."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.context import current_pemda
from tenants.directory import get_pemda
from tenants.places.clock import format_datetime, format_number
from tenants.privacy.models import Incident
from tenants.privacy.paper import Paper

PEOPLE, AUTHORITY = "orang", "lembaga"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be read and sent by the officer: for mail as subject and text, or as PDF."""

    audience: str
    subject: str
    text: str


def draft_notice(*, incident: Incident, audience: str) -> Draft:
    """The notice in Indonesian, with everything that article 46 asks for; the officer may change it before sending."""
    facts = get_pemda(current_pemda().code)
    discovered = format_datetime(incident.discovered_at, facts.zone)
    happened = format_datetime(incident.occurred_at, facts.zone) if incident.occurred_at else "belum diketahui"
    contact = ", ".join(filter(None, [facts.contact_email, facts.contact_phone])) or "loket Pejabat PDP"
    number = format_number(incident.people_count)
    if audience == AUTHORITY:
        subject = f"Pemberitahuan kegagalan pelindungan data pribadi {incident.number}"
        greeting = "Kepada Yth. Lembaga Pelindungan Data Pribadi"
        opening = (
            f"Sesuai Pasal 46 UU 27/2022, {facts.display_name} memberitahukan kegagalan pelindungan data pribadi "
            f"yang diketahui pada {discovered} dan berdampak pada sekitar {number} orang."
        )
    else:
        subject = "Pemberitahuan penting tentang data pribadi Anda"
        greeting = "Bapak/Ibu yang kami hormati,"
        opening = (
            f"{facts.display_name} memberitahukan bahwa pada {discovered} kami mengetahui kegagalan pelindungan data "
            "pribadi yang menyangkut data Anda. Kami memohon maaf."
        )
    parts = [
        greeting,
        opening,
        f"Data pribadi yang terungkap:\n{incident.data_disclosed}",
        f"Kapan dan bagaimana terungkap:\n{happened}. {incident.what_happened}",
        f"Akibat yang mungkin:\n{incident.consequences or '-'}",
        f"Upaya penanganan dan pemulihan:\n{incident.measures or 'sedang dikerjakan'}",
        f"Pertanyaan: {contact}.",
        f"Pejabat Pelindungan Data Pribadi\n{facts.display_name}",
    ]
    return Draft(audience, subject, "\n\n".join(parts))


def draw_notice(*, incident: Incident, audience: str) -> bytes:
    """The same notice as a PDF letter."""
    draft, facts = draft_notice(incident=incident, audience=audience), get_pemda(current_pemda().code)
    english = "Notice of a personal data breach, Law 27/2022 article 46"
    paper = Paper(title=draft.subject, english=english, pemda=facts.display_name, number=f"Nomor {incident.number}")
    for part in draft.text.split("\n\n"):
        paper.paragraph(part)
    return paper.pdf()
