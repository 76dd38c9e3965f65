"""Why a release cannot be built or found."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tenants.errors import DomainError


class NotCompilable(DomainError):
    """A migration does what cannot be replayed as SQL in one transaction."""

    code = "not_compilable"

    def __init__(self, label: str, name: str, reason: str) -> None:
        text = _("Migrasi %(label)s.%(name)s tidak dapat dikompilasi: %(reason)s.")
        super().__init__(text % {"label": label, "name": name, "reason": reason})


class MigrationEdited(DomainError):
    """A migration was changed after a release with it had been built."""

    code = "migration_edited"

    def __init__(self, name: str, release: str) -> None:
        text = _(
            "Migrasi %(name)s sudah terbit dalam rilis %(release)s lalu disunting. "
            "Kembalikan isinya dan tulis migrasi baru."
        )
        super().__init__(text % {"name": name, "release": release})


class ReleaseConflict(DomainError):
    """The code builds another release under a version that exists."""

    code = "release_conflict"

    def __init__(self, release: str) -> None:
        text = _("Rilis %(release)s sudah ada dengan sidik lain. Naikkan versi di manifes.")
        super().__init__(text % {"release": release})


class PatchChangesTables(DomainError):
    """A patch release changes tables, which only a new minor version may."""

    code = "patch_changes_tables"

    def __init__(self, release: str, older: str) -> None:
        text = _("Rilis %(release)s mengubah tabel dibanding %(older)s; naikkan versi minor, bukan patch.")
        super().__init__(text % {"release": release, "older": older})


class ReleaseMissing(DomainError):
    """No release of this version was built."""

    code = "release_missing"
    http_status = 503

    def __init__(self, slug: str, version: str) -> None:
        text = _("Rilis %(slug)s %(version)s belum dibuat. Jalankan `adopsi migrate`.")
        super().__init__(text % {"slug": slug, "version": version})
