"""What the core itself keeps about people: accounts, roles, messages, files, consents, requests, the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.models import ApiToken, Person
from tenants.announcements.selectors import readings_of
from tenants.announcements.services import forget_reader
from tenants.attachments.models import Attachment
from tenants.attachments.services import remove_attachment
from tenants.audit.models import Entry
from tenants.context import current_pemda
from tenants.idempotency.models import KeptAnswer
from tenants.identity.sessions import end_sessions
from tenants.notifications.models import NoticeChoice, Notification, PushSubscription
from tenants.organisation.models import RoleGrant
from tenants.privacy.errors import NothingToCorrect
from tenants.privacy.models import Consent, DataRequest
from tenants.privacy.sources import ANONYMISE, KEEP, Correctable, Processing, Source

YEAR = 365
OFFICE = gettext_lazy("Dinas yang mengelola layanan digital Pemda ini")
SERVICE = gettext_lazy("Pelaksanaan tugas pelayanan publik (UU 25/2009; UU 27/2022 pasal 20 ayat 2 huruf e)")
DUTY = gettext_lazy("Kewajiban hukum pengendali data (UU 27/2022 pasal 20 ayat 2 huruf c)")
PROCESSING = (
    Processing(
        "accounts.Person",
        ("name", "email", "phone", "language", "last_login"),
        gettext_lazy("Akun: mengenali warga dan petugas, dan menghubungi mereka."),
        SERVICE,
        OFFICE,
        0,
    ),
    Processing(
        "organisation.RoleGrant",
        ("person", "role"),
        gettext_lazy("Tugas petugas: siapa boleh berbuat apa."),
        SERVICE,
        OFFICE,
        0,
    ),
    Processing(
        "usersessions.UserSession",
        ("user", "user_agent", "ip", "created_at", "last_seen_at"),
        gettext_lazy("Daftar perangkat, agar pemilik akun melihat siapa yang masuk."),
        gettext_lazy("Keamanan pemrosesan (UU 27/2022 pasal 35)"),
        gettext_lazy("Pemilik akun sendiri"),
        YEAR,
    ),
    Processing(
        "mfa.Authenticator",
        ("user", "type", "created_at", "last_used_at"),
        gettext_lazy("Bukti kedua saat masuk."),
        gettext_lazy("Keamanan pemrosesan (UU 27/2022 pasal 35)"),
        gettext_lazy("Pemilik akun sendiri"),
        0,
    ),
    Processing(
        "notifications.Notification",
        ("person", "subject", "body"),
        gettext_lazy("Pemberitahuan tentang urusan warga."),
        SERVICE,
        OFFICE,
        2 * YEAR,
    ),
    Processing(
        "notifications.PushSubscription",
        ("person", "endpoint", "public", "secret", "device", "session_key"),
        gettext_lazy("Pemberitahuan di peramban, atas permintaan pemilik akun."),
        gettext_lazy("Persetujuan pemilik akun (UU 27/2022 pasal 20)"),
        gettext_lazy("Penyedia layanan push peramban itu; isinya tersandi"),
        YEAR,
    ),
    Processing(
        "notifications.NoticeChoice",
        ("person", "kind", "channel"),
        gettext_lazy("Pemberitahuan yang tidak ingin diterima."),
        SERVICE,
        gettext_lazy("Pemilik akun sendiri"),
        0,
    ),
    Processing(
        "announcements.Reading",
        ("person_id", "read_at", "dismissed_at"),
        gettext_lazy("Pengumuman tim pusat: siapa sudah membaca atau menyingkirkannya."),
        SERVICE,
        gettext_lazy("Tim pusat, hanya sebagai jumlah"),
        0,
    ),
    Processing(
        "idempotency.KeptAnswer",
        ("person", "body"),
        gettext_lazy("Jawaban API yang diberikan lagi bila aplikasi mengirim permintaan yang sama dua kali."),
        SERVICE,
        gettext_lazy("Pemilik akun sendiri"),
        1,
    ),
    Processing(
        "attachments.Attachment",
        ("name", "uploaded_by", "path"),
        gettext_lazy("Foto dan berkas yang diunggah untuk sebuah layanan."),
        SERVICE,
        gettext_lazy("OPD yang menangani urusan itu"),
        0,
    ),
    Processing(
        "privacy.Consent",
        ("person", "purpose", "text", "given_at", "withdrawn_at"),
        gettext_lazy("Bukti persetujuan dan penarikannya."),
        DUTY,
        gettext_lazy("Pejabat PDP; lembaga pengawas bila diminta"),
        5 * YEAR,
    ),
    Processing(
        "privacy.DataRequest",
        ("person", "applicant_name", "applicant_contact", "identity_check", "details"),
        gettext_lazy("Menjawab permintaan atas data pribadi dan membuktikan jawabannya."),
        DUTY,
        gettext_lazy("Pejabat PDP; lembaga pengawas bila diminta"),
        5 * YEAR,
        ending=ANONYMISE,
        kept_by_law=gettext_lazy("Bukti bahwa permintaan dijawab tepat waktu (UU 27/2022 pasal 47)."),
    ),
    Processing(
        "audit.Entry",
        ("actor_id", "actor_name", "subject_label"),
        gettext_lazy("Jejak audit: siapa berbuat apa."),
        DUTY,
        gettext_lazy("Admin TI; inspektorat dan lembaga pengawas bila diminta"),
        0,
        ending=KEEP,
        kept_by_law=gettext_lazy(
            "Rekam kegiatan pemrosesan wajib disimpan dan tidak dapat diubah siapa pun (UU 27/2022 pasal 31)."
        ),
    ),
)


def _export(person: Person) -> dict[str, Any]:
    return {
        "account": {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "language": person.language,
            "reading": person.reading,
            "kind": person.kind,
            "created_at": person.created_at,
            "last_login": person.last_login,
        },
        "roles": list(RoleGrant.objects.filter(person=person).values("role", "opd__name", "granted_at")),
        "notifications": list(
            Notification.objects.filter(person=person).values("created_at", "subject", "body", "read_at")
        ),
        "notice_choices": list(NoticeChoice.objects.filter(person=person).values("kind", "channel", "created_at")),
        "push_subscriptions": list(
            PushSubscription.objects.filter(person=person).values("device", "endpoint", "created_at", "last_sent_at")
        ),
        "sign_ins": list(
            UserSession.objects.filter(user=person).values("user_agent", "ip", "created_at", "last_seen_at")
        ),
        "second_factors": list(Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")),
        "identities": list(SocialAccount.objects.filter(user=person).values("provider", "uid", "date_joined")),
        "files": list(
            Attachment.objects.filter(uploaded_by=person).values("id", "name", "purpose", "size", "created_at")
        ),
        "consents": list(
            Consent.objects.filter(person=person).values("purpose", "version", "text", "given_at", "withdrawn_at")
        ),
        "requests": list(
            DataRequest.objects.filter(person=person).values("kind", "state", "details", "received_at", "closed_at")
        ),
        "announcements_read": readings_of(person, current_pemda().code),
        "processing_trail": _trail(person),
    }


def _trail(person: Person) -> list[dict[str, Any]]:
    """What the person did, and what others did with their account; officers are not named to citizens."""
    about = Q(subject_type="accounts.person", subject_id=str(person.pk))
    rows = Entry.objects.filter(about | Q(actor_id=person.pk))
    mine, office = _("Anda"), _("Petugas atau sistem")
    return [
        {"at": row.at, "act": row.act, "by": mine if row.actor_id == person.pk else office}
        for row in rows.order_by("at")
    ]


def _erase(person: Person) -> dict[str, Any]:
    """Erase the account's content and close it for good; the row stays without a name, for others refer to it."""
    files = list(Attachment.objects.filter(uploaded_by=person).exclude(visibility=Attachment.Visibility.PUBLIC))
    for attachment in files:
        remove_attachment(attachment=attachment)
    counts = {
        "files": len(files),
        "notifications": Notification.objects.filter(person=person).delete()[0],
        "notice_choices": NoticeChoice.objects.filter(person=person).delete()[0],
        "push_subscriptions": PushSubscription.objects.filter(person=person).delete()[0],
        "consents": Consent.objects.filter(person=person).delete()[0],
        "tokens": ApiToken.objects.filter(person=person).delete()[0],
        "announcement_readings": forget_reader(person=person, pemda_code=current_pemda().code),
        "kept_answers": KeptAnswer.objects.filter(person=person).delete()[0],
        "sessions": end_sessions(person=person, actor=None),
        "second_factors": Authenticator.objects.filter(user=person).delete()[0],
        "identities": SocialAccount.objects.filter(user=person).delete()[0],
        "account": int(bool(person.email or person.phone or person.is_active)),
    }
    Attachment.objects.filter(uploaded_by=person).update(uploaded_by=None, name="")
    EmailAddress.objects.filter(user=person).delete()
    RoleGrant.objects.filter(person=person).delete()
    DataRequest.objects.filter(person=person).exclude(state__in=DataRequest.OPEN).update(
        applicant_name=_("Akun dihapus"), applicant_contact=None, identity_check=None, details="", person=None
    )
    blank: dict[str, Any] = {"name": _("Akun dihapus"), "email": None, "phone": None, "reading": ""}
    for field, value in blank.items():
        setattr(person, field, value)
    person.phone_verified, person.is_active, person.last_login = False, False, None
    person.set_unusable_password()
    person.save()
    return counts


def _correctable(person: Person) -> list[Correctable]:
    # Contacts are proven by a code on the account's own pages; an officer's word would not prove them.
    return [Correctable("name", _("Nama lengkap"), person.name)]


def _correct(person: Person, key: str, value: str) -> None:
    if key != "name" or not value.strip():
        raise NothingToCorrect
    person.name = value.strip()[:120]
    person.save(update_fields=["name"])


def _expired(model: str, before: datetime) -> QuerySet:
    rows: dict[str, QuerySet] = {
        "notifications.Notification": Notification.objects.filter(created_at__lt=before),
        "notifications.PushSubscription": PushSubscription.objects.filter(created_at__lt=before),
        "usersessions.UserSession": UserSession.objects.filter(last_seen_at__lt=before),
        "idempotency.KeptAnswer": KeptAnswer.objects.filter(created_at__lt=before),
        "privacy.Consent": Consent.objects.filter(withdrawn_at__lt=before),
        "privacy.DataRequest": DataRequest.objects.filter(closed_at__lt=before).exclude(applicant_name=""),
    }
    return rows[model]


def _expire(model: str, rows: QuerySet) -> int:
    if model == "privacy.DataRequest":
        return rows.update(applicant_name="", applicant_contact=None, identity_check=None, details="", person=None)
    return rows.delete()[0]


SOURCE = Source(
    "inti",
    gettext_lazy("Akun dan layanan dasar"),
    PROCESSING,
    _export,
    _erase,
    _correctable,
    _correct,
    _expired,
    _expire,
)
