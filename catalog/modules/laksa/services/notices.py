"""What LAKSA tells people: the reporter about each step, officers about work for them, each in their own language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.roles import HANDLER, OBSERVER, VERIFIER
from catalog.modules.laksa.services.followers import main_of, merged_reports
from catalog.sdk.people import Person, people_with_role
from catalog.sdk.records import notify

Words = Callable[[], tuple[str, str]]
MOST_LISTED = 10


def tell_reporter(*, report: Report, kind: str, words: Words) -> None:
    """Tell the reporter, if the account still exists; `words` gives subject and body in the active language."""
    if report.reporter is not None:
        path = reverse("laksa:report-detail", args=[report.number])
        _tell([report.reporter], kind=kind, words=words, path=path)


def tell_followers(*, report: Report, kind: str) -> None:
    """Tell those whose reports were merged into this one where it stands; they read of the step, not of its words."""
    for merged in merged_reports(report):
        tell_reporter(report=merged, kind=kind, words=_news_of_main(merged, report))


def _news_of_main(merged: Report, main: Report) -> Words:
    return lambda: (
        _("Kabar laporan %(number)s") % {"number": merged.number},
        _("Laporan Anda digabung ke %(main)s, yang kini berstatus “%(state)s”.")
        % {"main": main.number, "state": main.get_state_display()},
    )


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
    tell_followers(report=report, kind="laksa.verified")


def turned_down(report: Report, reason: str) -> None:
    """The report was rejected or archived, with the reason."""
    tell_reporter(
        report=report,
        kind="laksa.rejected",
        words=lambda: (_("Laporan %(number)s tidak dilanjutkan") % {"number": report.number}, reason),
    )
    tell_followers(report=report, kind="laksa.rejected")


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
    tell_followers(report=report, kind="laksa.assigned")


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
    tell_followers(report=report, kind="laksa.progress")


def answered(report: Report, text: str) -> None:
    """The OPD answered."""
    tell_reporter(
        report=report,
        kind="laksa.answered",
        words=lambda: (_("Laporan %(number)s ditanggapi") % {"number": report.number}, text[:500]),
    )
    tell_followers(report=report, kind="laksa.answered")


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
    tell_followers(report=report, kind="laksa.closed")


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


def merged(report: Report) -> None:
    """The report was merged into another one, whose steps its reporter follows from now on."""
    main = main_of(report)
    tell_reporter(
        report=report,
        kind="laksa.merged",
        words=lambda: (
            _("Laporan %(number)s digabung ke %(main)s") % {"number": report.number, "main": main.number},
            _("Anda sendiri sudah melaporkan hal yang sama. Anda tetap diberi tahu setiap langkahnya.")
            if main.reporter_id == report.reporter_id
            else _("Warga lain sudah melaporkan hal yang sama. Anda tetap diberi tahu setiap langkahnya."),
        ),
    )


def undone(report: Report) -> None:
    """An officer took a step back."""
    tell_reporter(
        report=report,
        kind="laksa.undone",
        words=lambda: (
            _("Langkah pada laporan %(number)s dibatalkan") % {"number": report.number},
            _("Petugas membatalkan langkah terakhirnya. Laporan Anda kembali berstatus “%(state)s”.")
            % {"state": report.get_state_display()},
        ),
    )


def closed_by_itself(report: Report, *, waited: int, days: int) -> None:
    """Nobody wrote after the answer for some days, so the report is closed; the reporter may still reopen it."""
    tell_reporter(
        report=report,
        kind="laksa.closed",
        words=lambda: (
            _("Laporan %(number)s selesai") % {"number": report.number},
            _(
                "Tidak ada kabar dari Anda %(waited)s hari setelah tanggapan, jadi laporan ditutup otomatis. "
                "Belum beres? Buka kembali dalam %(days)s hari."
            )
            % {"waited": waited, "days": days},
        ),
    )
    tell_followers(report=report, kind="laksa.closed")


def nearly_due(reports: Sequence[Report]) -> None:
    """Reports of one OPD that are due soon, in one message to each of its officers."""
    people = people_with_role([HANDLER], opd=reports[0].opd_id)
    words: Words = lambda: (  # noqa: E731
        ngettext("%(count)s laporan mendekati batas waktu", "%(count)s laporan mendekati batas waktu", len(reports))
        % {"count": len(reports)},
        _listed(reports),
    )
    _tell(people, kind="laksa.due", words=words, path=reverse("laksa-console:queue"))


def people_above(level: int) -> list[Person]:
    """Whom an escalation of this level goes to: 1 the Admin Koordinator, 2 the leaders who watch."""
    return list(people_with_role([VERIFIER if level == 1 else OBSERVER]))


def late(reports: Sequence[Report], people: Iterable[Person]) -> None:
    """Reports that are past their day, in one message to each of these people."""
    words: Words = lambda: (  # noqa: E731
        ngettext("%(count)s laporan melewati batas waktu", "%(count)s laporan melewati batas waktu", len(reports))
        % {"count": len(reports)},
        _listed(reports),
    )
    _tell(people, kind="laksa.late", words=words, path=_late_path())


def unsettled(report: Report, *, days: int) -> None:
    """The law's days are over and the complaint is not settled: where its reporter may turn now."""
    tell_reporter(
        report=report,
        kind="laksa.unsettled",
        words=lambda: (
            _("Laporan %(number)s belum selesai setelah %(days)s hari kerja") % {"number": report.number, "days": days},
            _(
                "Petugas masih menanganinya. Anda juga berhak mengadu ke Ombudsman Republik Indonesia tanpa biaya: "
                "telepon 137 atau ombudsman.go.id. Sebutkan nomor laporan Anda."
            ),
        ),
    )


def lapsed(reports: Sequence[Report], *, days: int) -> None:
    """Complaints that the law's days were too short for, in one message to the Admin Koordinator and the leaders."""
    words: Words = lambda: (  # noqa: E731
        ngettext(
            "%(count)s pengaduan belum selesai setelah %(days)s hari kerja",
            "%(count)s pengaduan belum selesai setelah %(days)s hari kerja",
            len(reports),
        )
        % {"count": len(reports), "days": days},
        _("Pelapornya diberi tahu bahwa mereka dapat mengadu ke Ombudsman.") + "\n" + _listed(reports),
    )
    _tell(people_with_role([VERIFIER, OBSERVER]), kind="laksa.late", words=words, path=_late_path())


def _late_path() -> str:
    return reverse("laksa-console:queue") + "?late=1"


def _listed(reports: Sequence[Report]) -> str:
    lines = [f"{each.number} · {each.title}" for each in reports[:MOST_LISTED]]
    if len(reports) > MOST_LISTED:
        lines.append(_("… dan %(count)s lainnya.") % {"count": len(reports) - MOST_LISTED})
    return "\n".join(lines)
