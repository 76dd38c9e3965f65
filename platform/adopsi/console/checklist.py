"""What a new Pemda does before its citizens come, and whether it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.activations import manifests_on
from tenants.accounts.selectors import count_admins, count_officers
from tenants.directory import PemdaFacts
from tenants.domains.selectors import list_domains, subdomain_of
from tenants.models import Pemda

DEFAULT_COLOURS = {
    Pemda._meta.get_field("brand_primary").default,
    Pemda._meta.get_field("brand_secondary").default,
}


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """One thing to do, the page where it is done, and why."""

    title: str
    text: str
    url: str
    is_done: bool
    is_optional: bool = False


def checklist_of(pemda: PemdaFacts) -> list[ChecklistStep]:
    """The steps in the order in which they are best done."""
    has_brand = bool(pemda.brand_logo) or {pemda.brand_primary, pemda.brand_secondary} != DEFAULT_COLOURS
    own_domains = list_domains(pemda.code).exclude(domain=subdomain_of(pemda.code))
    return [
        ChecklistStep(
            _("Pasang merek daerah"),
            _("Logo, warna, dan semboyan yang dikenal warga."),
            reverse("console:brand"),
            has_brand,
        ),
        ChecklistStep(
            _("Isi kontak layanan"),
            _("Surel, telepon, atau alamat di kaki setiap halaman."),
            reverse("console:brand") + "#kontak",
            bool(pemda.contact_email or pemda.contact_phone or pemda.contact_address),
        ),
        ChecklistStep(
            _("Aktifkan modul pertama"),
            _("Pilih dari katalog; Anda melihat akibatnya sebelum menyetujui."),
            reverse("console:catalog"),
            bool(manifests_on(pemda.code)),
        ),
        ChecklistStep(
            _("Undang petugas"),
            _("Beri setiap petugas peran di OPD-nya."),
            reverse("console:person-invite"),
            count_officers() > 0,
        ),
        ChecklistStep(
            _("Tambah Admin TI kedua"),
            _("Supaya konsol tetap terurus saat Anda berhalangan."),
            reverse("console:person-invite") + "?jenis=admin_ti",
            count_admins() > 1,
        ),
        ChecklistStep(
            _("Pakai domain sendiri"),
            _("Misalnya layanan.daerahanda.go.id; subdomain bawaan tetap berlaku."),
            reverse("console:domains"),
            own_domains.filter(verified_at__isnull=False, suspended_at=None).exists(),
            is_optional=True,
        ),
    ]
