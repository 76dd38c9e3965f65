"""`adopsi releases build | list | show`."""

from __future__ import annotations

import argparse

from adopsi.cli.documents import release_as_json, release_in_full
from adopsi.cli.errors import UnknownRelease
from adopsi.cli.printing import command_in, say, say_json, say_table
from adopsi.pusat.releases import ReleaseRow, release_rows
from provisioning.models import Release
from provisioning.releases.build import build_releases, version_of
from provisioning.releases.shelf import release_of, releases_of
from provisioning.selectors import who_is_where


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `releases`."""
    group = commands.add_parser("releases", help="rilis modul: membuat dan melihat").add_subparsers(required=True)
    build = command_in(group, "build", build_them, "membuat rilis yang belum ada dari kode ini")
    build.add_argument("slugs", nargs="*", help="modul; kosong berarti semua, termasuk inti")
    build.add_argument("--replace", action="store_true", help="buat ulang versi yang belum dipakai Pemda mana pun")
    command_in(group, "list", show_all, "rilis terbaru setiap modul dan siapa memakai versi mana")
    show = command_in(group, "show", show_one, "satu rilis dengan tabel dan langkahnya")
    show.add_argument("slug")
    show.add_argument("version", nargs="?", default="", help="kosong berarti versi kode ini")


def build_them(options: argparse.Namespace) -> int:
    """Build what is missing; refused whole where a migration was edited or a version stands for something else."""
    for slug in options.slugs:
        version_of(slug)
    results = build_releases(options.slugs or None, replace=options.replace)
    if options.json:
        say_json([release_as_json(each.release) | {"is_new": each.is_new} for each in results])
        return 0
    for each in results:
        words = "dibuat" if each.is_new else "sudah ada"
        say(f"{each.release}  {each.release.fingerprint[:12]}  {words}")
        for note in each.release.notes:
            say(f"  ! {note}")
    return 0


def show_all(options: argparse.Namespace) -> int:
    """Print the current release of each module."""
    rows = release_rows()
    if options.json:
        say_json([_row_as_json(row) for row in rows])
        return 0
    say_table(
        (
            row.slug,
            row.version,
            row.release.fingerprint[:12] if row.release else "belum dibuat",
            ", ".join(f"{each.version}: {each.count} Pemda" for each in row.spread) or "-",
            "; ".join(row.release.notes) if row.release else "",
        )
        for row in rows
    )
    return 0


def _row_as_json(row: ReleaseRow) -> dict[str, object]:
    facts: dict[str, object] = {
        "module": row.slug,
        "version": row.version,
        "fingerprint": None,
        "built_at": None,
        "notes": [],
    }
    if row.release:
        facts = release_as_json(row.release)
    return facts | {
        "pemda": row.users,
        "behind": row.behind,
        "versions": {each.version: each.count for each in row.spread},
    }


def show_one(options: argparse.Namespace) -> int:
    """Print one release; with `--json` and without a version, all of the module."""
    where = who_is_where().get(options.slug, {})
    if options.json and not options.version:
        rows = [_get(options.slug, each.version) for each in releases_of(options.slug)]
        if not rows:
            version_of(options.slug)
        say_json([release_in_full(row, users=where.get(row.version, 0)) for row in rows])
        return 0
    release = _get(options.slug, options.version or version_of(options.slug))
    document = release_in_full(release, users=where.get(release.version, 0))
    if options.json:
        say_json(document)
        return 0
    say(f"{release}  {release.fingerprint}  {document['pemda']} Pemda")
    for note in release.notes:
        say(f"  ! {note}")
    for segment in document["segments"]:
        back = "dapat diurungkan" if segment["is_reversible"] else "tanpa jalan kembali"
        say(f"  {segment['migration']}  {segment['mode']}  {segment['statements']} pernyataan  {back}")
    say(f"  tabel: {', '.join(release.tables)}")
    return 0


def _get(slug: str, version: str) -> Release:
    release = release_of(slug, version)
    if release is None:
        raise UnknownRelease
    return release
