"""What LAKSA tells people: the reporter about each step, officers about work for them, each in their own language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.roles import HANDLER, VERIFIER
from catalog.sdk.people import Person, people_with_role
from catalog.sdk.records import notify

Words = Callable[[], tuple[str, str]]


def tell_reporter(*, report: Report, kind: str, words: Words) -> None:
    """Tell the reporter, if the account still exists; `words` gives subject and body in the active language."""
    if report.reporter is not None:
        path = reverse("laksa:report-detail", args=[report.number])
        _tell([report.reporter], kind=kind, words=words, path=path)


def tell_verifiers(*, report: Report, kind: str, words: Words) -> None:
    """Tell the Admin Koordinator."""
    _tell(people_with_role([VERIFIER]), kind=kind, words=words, path=_console_path(report))


def tell_handlers(*, report: Report, kind: str, words: Words) -> None:
    """Tell the officers of the report's OPD."""
    _tell(people_with_role([HANDLER], opd=report.opd_id), kind=kind, words=words, path=_console_path(report))


def _console_path(report: Report) -> str:
    return reverse("laksa-console:report", args=[report.number])


def _tell(people: Iterable[Person], *, kind: str, words: Words, path: str) -> None:
    for person in people:
        with translation.override(person.language or settings.LANGUAGE_CODE):
            subject, body = words()
            notify(person=person, kind=kind, subject=subject, body=body, path=path)


def received(report: Report) -> None:
    """A new report: its number to the reporter, work for the Admin Koordinator."""
    tell_reporter(
        report=report,
        kind="laksa.received",
        words=lambda: (
            _("Laporan %(number)s kami terima") % {"number": report.number},
            _("“%(title)s” menunggu verifikasi petugas.") % {"title": report.title},
        ),
    )
    tell_verifiers(
        report=report,
        kind="laksa.new",
        words=lambda: (_("Laporan baru %(number)s") % {"number": report.number}, report.title),
    )


def verified(report: Report) -> None:
    """The report passed verification."""
    tell_reporter(
        report=report,
        kind="laksa.verified",
        words=lambda: (
            _("Laporan %(number)s diverifikasi") % {"number": report.number},
            _("“%(title)s” lolos verifikasi dan akan diteruskan ke OPD.") % {"title": report.title},
        ),
    )


def turned_down(report: Report, reason: str) -> None:
    """The report was rejected or archived, with the reason."""
    tell_reporter(
        report=report,
        kind="laksa.rejected",
        words=lambda: (_("Laporan %(number)s tidak dilanjutkan") % {"number": report.number}, reason),
    )


def assigned(report: Report) -> None:
    """The report was handed to an OPD."""
    opd = report.opd.name
    tell_reporter(
        report=report,
        kind="laksa.assigned",
        words=lambda: (
            _("Laporan %(number)s diteruskan") % {"number": report.number},
            _("“%(title)s” diteruskan ke %(opd)s.") % {"title": report.title, "opd": opd},
        ),
    )
    tell_handlers(
        report=report,
        kind="laksa.work",
        words=lambda: (_("Disposisi baru %(number)s") % {"number": report.number}, report.title),
    )


def taken_up(report: Report) -> None:
    """An OPD works on the report."""
    opd = report.opd.name
    tell_reporter(
        report=report,
        kind="laksa.progress",
        words=lambda: (
            _("Laporan %(number)s sedang diproses") % {"number": report.number},
            _("%(opd)s mulai menangani “%(title)s”.") % {"title": report.title, "opd": opd},
        ),
    )


def answered(report: Report, text: str) -> None:
    """The OPD answered."""
    tell_reporter(
        report=report,
        kind="laksa.answered",
        words=lambda: (_("Laporan %(number)s ditanggapi") % {"number": report.number}, text[:500]),
    )


def closed(report: Report, days: int) -> None:
    """The report is closed; the reporter may rate or reopen it."""
    tell_reporter(
        report=report,
        kind="laksa.closed",
        words=lambda: (
            _("Laporan %(number)s selesai") % {"number": report.number},
            _("Beri nilai penanganannya. Belum beres? Buka kembali dalam %(days)s hari.") % {"days": days},
        ),
    )


def returned(report: Report, reason: str) -> None:
    """An OPD gave the report back to the Admin Koordinator."""
    tell_verifiers(
        report=report,
        kind="laksa.returned",
        words=lambda: (_("Laporan %(number)s dikembalikan OPD") % {"number": report.number}, reason),
    )


def reopened(report: Report, reason: str) -> None:
    """The reporter is not content."""
    words: Words = lambda: (_("Laporan %(number)s dibuka kembali") % {"number": report.number}, reason)  # noqa: E731
    tell_verifiers(report=report, kind="laksa.reopened", words=words)
    tell_handlers(report=report, kind="laksa.reopened", words=words)


def written(report: Report, text: str, *, by_staff: bool) -> None:
    """A message in the conversation, to the other side."""
    words: Words = lambda: (_("Pesan baru di laporan %(number)s") % {"number": report.number}, text[:500])  # noqa: E731
    if by_staff:
        tell_reporter(report=report, kind="laksa.message", words=words)
    elif report.opd_id is not None:
        tell_handlers(report=report, kind="laksa.reply", words=words)
    else:
        tell_verifiers(report=report, kind="laksa.reply", words=words)
