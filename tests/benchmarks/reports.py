"""A Pemda with so many believable reports: written in bulk, the same at every run, over fourteen months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

BATCH, DAYS, PEOPLE = 1000, 425, 300
# How reports of a year stand: most are closed (facts §3: 14,012 in, 13,421 done, 571 waiting, 20 in work).
STATES = (
    *(("selesai", 820), ("ditanggapi", 20), ("diproses", 35), ("didisposisikan", 30), ("diverifikasi", 15)),
    *(("diajukan", 40), ("ditolak", 25), ("diarsipkan", 15)),
)
OPEN_DAYS = 40
TITLES = (
    "Lampu jalan padam",
    "Jalan berlubang",
    "Sampah menumpuk",
    "Pohon tumbang",
    "Saluran tersumbat",
    "Trotoar rusak",
)
PLACES = ("depan sekolah", "dekat pasar", "di tikungan", "samping puskesmas", "di gang kedua", "dekat jembatan")
TEXT = "Sudah beberapa hari begini dan mengganggu warga yang lewat, terutama malam hari. Mohon segera ditindaklanjuti."
ANSWER = "Terima kasih atas laporannya. Petugas sudah ke lokasi dan menyelesaikannya."


@transaction.atomic
def fill_reports(number: int, *, seed: int = 1) -> int:
    """Write so many reports with their steps and answers into the active Pemda; how many rows that were."""
    from catalog.modules.laksa.models import Message, Report, Transition

    maker, rows = _Maker(seed), 0
    for start in range(0, number, BATCH):
        reports = Report.objects.bulk_create([maker.report() for _turn in range(min(BATCH, number - start))])
        steps = [Transition(report=report, **step) for report in reports for step in maker.steps(report)]
        answers = [Message(report=report, **answer) for report in reports for answer in maker.answers(report)]
        Transition.objects.bulk_create(steps, batch_size=BATCH)
        Message.objects.bulk_create(answers, batch_size=BATCH)
        rows += len(reports) + len(steps) + len(answers)
    return rows


class _Maker:
    """Draws reports."""

    def __init__(self, seed: int) -> None:
        from catalog.modules.laksa.models import Category
        from catalog.sdk.context import current_pemda
        from catalog.sdk.people import Opd
        from catalog.sdk.places import district_centre, list_districts, list_villages

        self.random = Random(seed)
        self.now = timezone.now()
        self.code = current_pemda().region_code.replace(".", "")
        self.serial = count(500_000 + seed * 20_000)
        units = list(Opd.objects.filter(is_active=True))
        self.categories = [(each, each.opd_id or self.random.choice(units).pk) for each in Category.objects.all()]
        self.places = [
            (district.code, [village.code for village in list_villages(district.code)], district_centre(district.code))
            for district in list_districts(current_pemda().code)
        ]
        self.people = _people(PEOPLE)
        self.states = [state for state, weight in STATES for _turn in range(weight)]

    def report(self) -> Any:
        """One report that is not stored yet."""
        from catalog.modules.laksa.models import Report

        category, unit = self.random.choice(self.categories)
        district, villages, centre = self.random.choice(self.places)
        state = self.random.choice(self.states)
        days = DAYS if state in {"selesai", "ditolak", "diarsipkan"} else OPEN_DAYS
        created = self.now - timedelta(days=self.random.random() * days)
        moments = self._moments(state, created)
        return Report(
            number=f"LK-{self.code}-{created.year}-{next(self.serial):06d}",
            kind=self.random.choices(["pengaduan", "informasi", "aspirasi"], [85, 9, 6])[0],
            category=category,
            title=f"{self.random.choice(TITLES)} {self.random.choice(PLACES)}",
            description=TEXT,
            is_anonymous=self.random.random() < 0.15,
            is_confidential=self.random.random() < 0.04,
            **self._point(centre),
            district_code=district,
            village_code=self.random.choice(villages) if villages else "",
            address=self.random.choice(PLACES).capitalize(),
            state=state,
            opd_id=unit if "disposed_at" in moments else None,
            reporter=self.random.choice(self.people),
            rating=self.random.choice([3, 4, 4, 5, 5]) if state == "selesai" and self.random.random() < 0.4 else None,
            **self._due(state, created, moments),
            created_at=created,
            **moments,
        )

    def _point(self, centre: tuple[float, float] | None) -> dict[str, float]:
        if centre is None or self.random.random() < 0.2:
            return {}
        return {"latitude": centre[0] + self.random.gauss(0, 0.01), "longitude": centre[1] + self.random.gauss(0, 0.01)}

    def _moments(self, state: str, created: datetime) -> dict[str, datetime]:
        ends = {"diverifikasi": 1, "didisposisikan": 2, "diproses": 2, "ditanggapi": 3, "selesai": 4}
        names = ("verified_at", "disposed_at", "answered_at", "closed_at")[: ends.get(state, 0)]
        found, moment = {}, created
        for name in names:
            moment = min(self.now, moment + timedelta(days=self.random.expovariate(0.25)))
            found[name] = moment
        return found

    def _due(self, state: str, created: datetime, moments: dict[str, datetime]) -> dict[str, Any]:
        due = (created + timedelta(days=20 if "disposed_at" in moments else 5)).date()
        if "answered_at" in moments:
            return {"answer_due_on": due}
        return {} if state in {"ditolak", "diarsipkan"} else {"due_on": due}

    def steps(self, report: Any) -> Iterator[dict[str, Any]]:
        """The report's history."""
        yield {"to_state": "diajukan", "at": report.created_at, "actor": report.reporter}
        before = "diajukan"
        named = (("diverifikasi", "verified_at"), ("didisposisikan", "disposed_at"), ("ditanggapi", "answered_at"))
        for state, name in (*named, ("selesai", "closed_at")):
            if at := getattr(report, name):
                yield {"from_state": before, "to_state": state, "at": at, "opd_id": report.opd_id}
                before = state

    def answers(self, report: Any) -> Iterator[dict[str, Any]]:
        """The office's answer, where there is one."""
        if report.answered_at:
            yield {
                "opd_id": report.opd_id,
                "is_staff": True,
                "is_answer": True,
                "text": ANSWER,
                "created_at": report.answered_at,
            }


def _people(number: int) -> list[Any]:
    from tenants.accounts.models import Person

    names = ("Ayu", "Bagus", "Citra", "Dedi", "Eka", "Fajar", "Gita", "Hadi", "Intan", "Joko")
    wanted = {f"warga{each}@bangku.example": f"{names[each % 10]} Contoh {each}" for each in range(number)}
    known = set(Person.objects.filter(email__in=wanted).values_list("email", flat=True))
    Person.objects.bulk_create(
        [
            Person(name=name, email=email, password="!", username=uuid4().hex)
            for email, name in wanted.items()
            if email not in known
        ]
    )
    return list(Person.objects.filter(email__in=wanted))
