"""What a Pemda of the world has: one of everything, with its canary in every text."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tenants.context import inside

PASSWORD = "kata-sandi-uji"


@dataclass(frozen=True)
class Life:
    """Keys of what was made, for addresses."""

    values: dict[str, str]
    token: str


def live(pemda: Any, canary: str) -> Life:
    """People with roles, a report, a destination with event and review, news, a picture, a token, a notification."""
    with inside(pemda):
        people = {kind: _person(canary, kind) for kind in ("warga", "petugas", "admin_ti")}
        _give_every_role(people)
        picture = _picture(canary, people["petugas"])
        report = _report(pemda, canary, people["warga"])
        place, event, review = _tourism(pemda, canary, people)
        news = _news(canary, people["petugas"])
        note = _notification(canary, people["warga"])
        token = _token(canary, people["admin_ti"])
    return Life({**_keys(report, place, event, review, news, note), "uuid": str(picture.pk)}, token)


def _person(canary: str, kind: str) -> Any:
    from tenants.accounts.models import Person
    from tenants.accounts.services import mark_contact_verified

    made = Person.objects.create_user(
        name=f"{canary} {kind}", email=f"{kind}@{canary}.example", kind=kind, password=PASSWORD
    )
    mark_contact_verified(person=made)
    return made


def _give_every_role(people: dict[str, Any]) -> None:
    from catalog.registry import all_manifests
    from tenants.organisation.core_roles import EDITOR
    from tenants.organisation.models import RoleGrant

    for role in [*(key for manifest in all_manifests() for key in manifest.role_keys()), EDITOR]:
        for kind in ("petugas", "admin_ti"):
            RoleGrant.objects.create(person=people[kind], role=role, opd=None)


def _picture(canary: str, actor: Any) -> Any:
    from tenants.attachments.models import Attachment
    from tenants.attachments.services import store_image

    buffer = io.BytesIO()
    Image.new("RGB", (32, 24), "teal").save(buffer, "JPEG")
    upload = SimpleUploadedFile(f"{canary}.jpg", buffer.getvalue(), "image/jpeg")
    return store_image(upload=upload, purpose="test", visibility=Attachment.Visibility.STAFF, actor=actor)


def _report(pemda: Any, canary: str, reporter: Any) -> Any:
    from catalog.modules.laksa.models import Category
    from catalog.modules.laksa.services.reporting import Place, report_problem

    return report_problem(
        reporter=reporter,
        category=Category.objects.order_by("pk")[0],
        title=f"Lubang {canary}",
        description=f"Di depan {canary}.",
        place=Place(district_code=_district(pemda), address=f"Jalan {canary} 1"),
        client_key=uuid.uuid4(),
    )


def _district(pemda: Any) -> str:
    from tenants.places.districts import list_districts

    return list_districts(pemda.region_code)[0].code


def _tourism(pemda: Any, canary: str, people: dict[str, Any]) -> tuple[Any, Any, Any]:
    from catalog.modules.eplesiran.models import Destination, Event, Review

    place = Destination.objects.create(
        slug=f"{canary}-danau",
        name=f"Danau {canary}",
        category="air",
        summary_id=f"Danau {canary}",
        description_id=f"Danau {canary}",
        latitude=-1.0,
        longitude=120.0,
        district_code=_district(pemda),
        address=f"Jalan {canary}",
        is_published=True,
    )
    now = timezone.now()
    event = Event.objects.create(
        title=f"Festival {canary}",
        description=canary,
        destination=place,
        starts_at=now,
        ends_at=now + timedelta(days=3),
        is_published=True,
    )
    review = Review.objects.create(
        destination=place, author=people["warga"], rating=5, text=f"Indah {canary}", written_at=now
    )
    return place, event, review


def _news(canary: str, author: Any) -> Any:
    from adopsi.portal.models import News

    return News.objects.create(
        slug=f"{canary}-berita",
        title=f"Berita {canary}",
        summary=canary,
        body=canary,
        category=News.Category.values[0],
        is_published=True,
        published_at=timezone.now(),
        author=author,
    )


def _notification(canary: str, person: Any) -> Any:
    from tenants.notifications.models import Notification

    return Notification.objects.create(person=person, kind="test", subject=f"Kabar {canary}", body=canary, path="/")


def _token(canary: str, admin: Any) -> str:
    from tenants.accounts.tokens import issue_token

    return issue_token(person=admin, name=canary, scopes=["read", "write"], days=1)[1]


def _keys(report: Any, place: Any, event: Any, review: Any, news: Any, note: Any) -> dict[str, str]:
    return {
        "number": report.number,
        "slug": place.slug,
        "key": str(event.pk),
        "news_id": str(news.pk),
        "notification_id": str(note.pk),
        "int": str(review.pk),
    }
