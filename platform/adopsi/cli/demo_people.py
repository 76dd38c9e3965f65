"""The synthetic people of the demonstration; their names are invented and their passwords public on purpose."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from tenants.accounts.models import Person

PASSWORD = "peragaan-adopsi"  # noqa: S105 - shown on the log-in page of the demonstration


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One account of the demonstration; roles as (role, OPD code or "")."""

    label: str
    name: str
    email: str
    kind: str
    roles: tuple[tuple[str, str], ...] = ()
    tagline: str = ""
    password: str = PASSWORD

    @property
    def totp_secret(self) -> str:
        """What an authenticator app of this person holds; as public as the password. Empty for citizens."""
        if self.kind == Person.Kind.CITIZEN:
            return ""
        return base64.b32encode(hashlib.sha256(f"{PASSWORD}:{self.email}".encode()).digest()[:20]).decode()


CENTRAL = DemoPerson("Tim Pusat", "Tiara Pusat", "tiara@pusat.example", Person.Kind.CENTRAL)

_DOMAINS = {
    "36.71": ("tangerang", "Kota yang melayani, dekat di genggaman"),
    "72.02": ("poso", "Sintuwu Maroso: bersatu kita kuat"),
    "32.15": ("karawang", "Lumbung padi yang terus tumbuh"),
    "32.16": ("bekasi", "Melayani dari Muara Gembong sampai Cikarang"),
}
_NAMES = {
    "36.71": ("Sari Lestari", "Budi Prasetyo", "Wulan Anggraini", "Rina Kartika"),
    "72.02": ("Sari Tobondo", "Budi Pamona", "Wulan Lamusa", "Rina Mepoko"),
    "32.15": ("Sari Nuraeni", "Budi Hermawan", "Wulan Rohaeti", "Rina Komala"),
    "32.16": ("Sari Maemunah", "Budi Sanusi", "Wulan Fitriani", "Rina Yuliana"),
}


def people_of(code: str) -> tuple[DemoPerson, ...]:
    """Citizen, two officers and the IT admin of a demonstration Pemda."""
    name, tagline = _DOMAINS[code]
    citizen, officer, verifier, admin = _NAMES[code]
    host = f"{name}.example"
    return (
        DemoPerson("Warga", citizen, f"sari@{host}", Person.Kind.CITIZEN),
        DemoPerson(
            "Petugas verifikasi (Diskominfo)",
            verifier,
            f"wulan@{host}",
            Person.Kind.OFFICER,
            (
                ("laksa.verifikator", ""),
                ("inti.redaksi", ""),
                ("inti.pdp", ""),
                ("eplesiran.moderator", ""),
                ("eplesiran.gerbang", ""),
            ),
        ),
        DemoPerson(
            "Petugas (Dinas PUPR)",
            officer,
            f"budi@{host}",
            Person.Kind.OFFICER,
            (("laksa.penanggap", "pupr"), ("eplesiran.pengelola", "")),
        ),
        DemoPerson("Admin TI", admin, f"rina@{host}", Person.Kind.ADMIN, tagline=tagline),
    )
