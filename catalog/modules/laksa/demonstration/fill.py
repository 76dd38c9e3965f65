"""Filling in the demonstration: about forty reports over nine weeks, the same at every run, made only once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from catalog.modules.laksa.demonstration.cast import citizen_of, neighbours
from catalog.modules.laksa.demonstration.scenes import draw
from catalog.modules.laksa.demonstration.stories import STORIES, Story
from catalog.modules.laksa.demonstration.streets import Spot, spots_of
from catalog.modules.laksa.models import Category, Message, Photo, Report, Transition
from catalog.modules.laksa.services.deadlines import ANSWER_SETTINGS
from catalog.modules.laksa.services.numbering import take_number
from catalog.modules.laksa.services.photos import ANSWER, REPORT, visibility_of
from catalog.modules.laksa.states import FINISHED, State
from catalog.sdk.attachments import store_image
from catalog.sdk.context import PemdaFacts, current_pemda, module_settings
from catalog.sdk.people import Person
from catalog.sdk.places import add_working_days, contains, district_centre, find_village, list_villages

VERIFY, ASSIGN, TAKE_UP, ANSWER_IT = State.VERIFIED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED
PATHS: dict[State, tuple[State, ...]] = {
    State.SUBMITTED: (),
    State.VERIFIED: (VERIFY,),
    State.REJECTED: (State.REJECTED,),
    State.ARCHIVED: (State.ARCHIVED,),
    State.ASSIGNED: (VERIFY, ASSIGN),
    State.IN_PROGRESS: (VERIFY, ASSIGN, TAKE_UP),
    State.ANSWERED: (VERIFY, ASSIGN, TAKE_UP, ANSWER_IT),
    State.CLOSED: (VERIFY, ASSIGN, TAKE_UP, ANSWER_IT, State.CLOSED),
    State.REOPENED: (VERIFY, ASSIGN, TAKE_UP, ANSWER_IT, State.CLOSED, State.REOPENED),
}
# Stories that the house's demonstration citizen tells: done and not yet rated, answered, in progress, new.
CITIZENS_OWN = {10, 13, 16, 34}


def fill() -> None:
    """Make the reports that are missing; whole or not at all."""
    pemda = current_pemda()
    with transaction.atomic():
        people, own = neighbours(), citizen_of(pemda)
        spots = spots_of(pemda.code)
        order = sorted(range(len(STORIES)), key=lambda index: -STORIES[index].days_ago)
        for index in order:
            key = uuid5(NAMESPACE_URL, f"laksa-demo/{pemda.code}/{index}")
            if Report.objects.filter(client_key=key).exists():
                continue
            reporter = own if own and index in CITIZENS_OWN else people[index % len(people)]
            _Maker(pemda, index, key, spots[index % len(spots)], reporter).make()


class _Maker:
    """Makes one report with all that happened to it."""

    def __init__(self, pemda: PemdaFacts, index: int, key: UUID, spot: Spot, reporter: Person) -> None:
        self.pemda, self.index, self.key, self.reporter = pemda, index, key, reporter
        self.story: Story = STORIES[index]
        self.district, self.village_name, self.street = spot
        self.random = Random(f"laksa-{pemda.code}-{index}")  # noqa: S311 - invented data, not a secret
        self.now = timezone.now()

    def make(self) -> None:
        """The report, its steps, messages and photos."""
        category = Category.objects.select_related("opd").get(code=self.story.category)
        steps = self._steps()
        report = self._report(category, steps)
        self._history(report, steps)
        self._conversation(report, steps)

    def _steps(self) -> list[tuple[State, datetime]]:
        hours = self.story.days_ago * 24 + self.random.uniform(1, 6)
        moment = self.now - timedelta(hours=hours)
        steps, left = [(State.SUBMITTED, moment)], hours
        for state in PATHS[self.story.state]:
            pause = {VERIFY: 14, ASSIGN: 1, TAKE_UP: 30, ANSWER_IT: 80, State.CLOSED: 40, State.REOPENED: 60}.get(
                state, 20
            )
            # Never later than now, however young the report is.
            taken = min(pause * self.random.uniform(0.4, 1.3), left * 0.45)
            moment, left = moment + timedelta(hours=taken), left - taken
            steps.append((state, moment))
        return steps

    def _report(self, category: Category, steps: list[tuple[State, datetime]]) -> Report:
        story, at = self.story, dict(steps)
        point = self._point()
        village = next((v for v in list_villages(self.district) if v.name == self.village_name), None)
        return Report.objects.create(
            number=take_number(),
            kind=story.kind,
            category=category,
            title=story.title.format(spot=self.street)[:120],
            description=story.text,
            is_anonymous=story.is_anonymous,
            is_confidential=story.is_confidential,
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            district_code=self.district,
            village_code=village.code if village and find_village(village.code) else "",
            address=self.street[:1].upper() + self.street[1:],
            state=story.state,
            opd=category.opd if ASSIGN in at else None,
            reporter=self.reporter,
            client_key=self.key,
            version=len(steps),
            rating=story.rating or None if story.state == State.CLOSED else None,
            rating_comment=story.comment,
            due_on=self._due(at),
            answer_due_on=self._answer_due(at),
            created_at=steps[0][1],
            verified_at=at.get(VERIFY),
            disposed_at=at.get(ASSIGN),
            answered_at=at.get(ANSWER_IT),
            closed_at=at.get(State.CLOSED) if story.state == State.CLOSED else None,
        )

    def _due(self, at: dict[State, datetime]) -> date | None:
        if self.story.state in (*FINISHED, State.ANSWERED):
            return None
        is_with_opd = ASSIGN in at and self.story.state != State.REOPENED
        if is_with_opd:
            return self._days_after(at[ASSIGN], ANSWER_SETTINGS[Report.Kind(self.story.kind)])
        return self._days_after(max(at.values()), "verify_days")

    def _answer_due(self, at: dict[State, datetime]) -> date | None:
        """By when the answer was due that came."""
        if ANSWER_IT not in at:
            return None
        return self._days_after(at[ASSIGN], ANSWER_SETTINGS[Report.Kind(self.story.kind)])

    def _days_after(self, start: datetime, setting: str) -> date:
        days = module_settings("laksa")[setting]
        return add_working_days(start.astimezone(self.pemda.zone).date(), days)

    def _point(self) -> tuple[float, float] | None:
        centre = district_centre(self.district)
        if centre is None or self.story.category == "dukcapil":
            return None
        for reach in (0.012, 0.008, 0.004, 0.0):
            latitude, longitude = (round(part + self.random.uniform(-reach, reach), 6) for part in centre)
            if contains(self.pemda.code, latitude, longitude):
                return latitude, longitude
        return None

    def _history(self, report: Report, steps: list[tuple[State, datetime]]) -> None:
        before = ""
        for state, moment in steps:
            notes = {
                TAKE_UP: self.story.plan,
                State.REJECTED: self.story.reason,
                State.ARCHIVED: self.story.reason,
                State.REOPENED: self.story.reason,
            }
            is_reporters = state in (State.SUBMITTED, State.REOPENED)
            Transition.objects.create(
                report=report,
                from_state=before,
                to_state=state,
                actor=self.reporter if is_reporters else None,
                opd=report.opd if state in (ASSIGN, TAKE_UP, ANSWER_IT, State.CLOSED) else None,
                note=notes.get(state, ""),
                at=moment,
            )
            before = state

    def _conversation(self, report: Report, steps: list[tuple[State, datetime]]) -> None:
        story, at = self.story, dict(steps)
        if story.has_photo:
            self._photo(report, Photo.Kind.BEFORE, None)
        if story.question:
            asked = at[TAKE_UP] + (self.now - at[TAKE_UP]) * 0.2
            self._message(report, story.question, asked, is_staff=False)
            self._message(report, story.reply, asked + (self.now - asked) * 0.3, is_staff=True)
        if ANSWER_IT in at:
            answer = self._message(report, story.answer, at[ANSWER_IT], is_staff=True, is_answer=True)
            if story.has_photo:
                self._photo(report, Photo.Kind.AFTER, answer)

    def _message(self, report: Report, text: str, at: datetime, *, is_staff: bool, is_answer: bool = False) -> Message:
        return Message.objects.create(
            report=report,
            author=None if is_staff else self.reporter,
            opd=report.opd if is_staff else None,
            is_staff=is_staff,
            is_answer=is_answer,
            text=text,
            created_at=at,
        )

    def _photo(self, report: Report, kind: str, message: Message | None) -> None:
        is_after = kind == Photo.Kind.AFTER
        picture = draw(report.category.code, seed=f"{self.pemda.code}-{self.index}", is_after=is_after)
        attachment = store_image(
            upload=SimpleUploadedFile(f"{report.category.code}-{kind}.jpg", picture, "image/jpeg"),
            purpose=ANSWER if is_after else REPORT,
            visibility=visibility_of(report),
            actor=None if is_after else self.reporter,
        )
        Photo.objects.create(report=report, message=message, attachment=attachment, kind=kind)
