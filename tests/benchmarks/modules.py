"""Writes synthetic modules that look to Adopsi like any other of the catalog: real folders, real migrations.

`write_modules(folder, count)` writes version 1.0.0 with a history of four migrations (create, grow, fill,
constrain); `write_next_release(folder, slug)` adds the fifth, one AddField, and makes the module 1.1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent

from tests.benchmarks.layouts import FIRST, GROWTH, LAYOUTS, NEXT, Field, Layout, Table

NAMES = (
    *("perizinan", "fasilitas", "bansos", "aduan", "gedung", "posyandu", "pajak", "lapangan", "beasiswa"),
    *("parkir", "terminal", "koperasi", "arsip", "museum", "rusunawa"),
)
ICONS = ("building", "calendar", "clipboard-list", "book-open", "briefcase", "bus")
HUES = ("TEAL", "INDIGO", "ROSE", "AMBER", "VIOLET", "SKY")
DIMENSIONS = ("GOVERNANCE", "ECONOMY", "LIVING", "SOCIETY", "ENVIRONMENT")
HEAD = "import uuid\n\nfrom django.conf import settings\nfrom django.db import migrations, models\nfrom django.utils import timezone\n\n\n"


def slugs_of(count: int) -> list[str]:
    """The slugs of the first `count` synthetic modules."""
    return [f"{NAMES[number % len(NAMES)]}{number + 1:02d}" for number in range(count)]


def layout_of(slug: str) -> Layout:
    """What tables the module has."""
    return LAYOUTS[(int(slug[-2:]) - 1) % len(LAYOUTS)]


def write_modules(folder: Path, count: int) -> list[str]:
    """Write the modules below `folder`; gives their slugs."""
    slugs = slugs_of(count)
    for slug in slugs:
        _write_room(folder / slug, slug)
        _write_history(folder / slug / "migrations", slug)
        _write_release(folder / slug, slug, version="1.0.0", until=NEXT - 1)
    return slugs


def write_next_release(folder: Path, slug: str) -> None:
    """Add the additive fifth migration and make the module's code 1.1.0."""
    grown = [(table, each) for table in layout_of(slug).tables for each in table.fields if each.since == NEXT]
    operations = [_add_field(slug, table, each) for table, each in grown]
    _write_migration(folder / slug / "migrations", slug, "0005_next_release", operations, after="0004_constrain")
    _write_release(folder / slug, slug, version="1.1.0", until=NEXT)


def _write_room(folder: Path, slug: str) -> None:
    (folder / "migrations").mkdir(parents=True)
    _write(folder / "__init__.py", f'"""{slug}: a module of the benchmark."""\n')
    _write(folder / "migrations" / "__init__.py", f'"""Migrations of {slug}."""\n')
    _write(folder / "apps.py", APPS.format(slug=slug))
    _write(folder / "urls.py", URLS.format(slug=slug))
    _write(folder / "views.py", VIEWS.format(slug=slug, first=layout_of(slug).tables[0].name))
    if _has_default_data(slug):
        _write(folder / "defaults.py", DEFAULTS.format(slug=slug, first=layout_of(slug).tables[0].name))


def _write_release(folder: Path, slug: str, *, version: str, until: int) -> None:
    number = int(slug[-2:])
    data = f'default_data="catalog.modules.{slug}.defaults.default_data",' if _has_default_data(slug) else ""
    text = MANIFEST.format(
        slug=slug,
        version=version,
        title=slug.title(),
        icon=ICONS[number % len(ICONS)],
        hue=HUES[number % len(HUES)],
        dimension=DIMENSIONS[number % len(DIMENSIONS)],
        data=data,
    )
    _write(folder / "manifest.py", text)
    models = "\n\n".join(_model(slug, table, until) for table in layout_of(slug).tables)
    _write(folder / "models.py", f'"""Tables of {slug}."""\n\n{HEAD}{models}\n')


def _has_default_data(slug: str) -> bool:
    return int(slug[-2:]) % 3 == 1


def _write_history(folder: Path, slug: str) -> None:
    tables = layout_of(slug).tables
    _write_migration(folder, slug, "0001_create", [_create(slug, table) for table in tables])
    growth = [_add_field(slug, table, each) for table in tables for each in table.fields if each.since == GROWTH]
    growth += [_add_index(slug, table) for table in tables if table.index]
    _write_migration(folder, slug, "0002_grow", growth, after="0001_create")
    _write_migration(folder, slug, "0003_fill", [_fill(slug)], after="0002_grow")
    constraints = [
        f"migrations.AddConstraint('{table.name.lower()}', {constraint})"
        for table in tables
        for constraint in _constraints(slug, table)
    ]
    _write_migration(folder, slug, "0004_constrain", constraints, after="0003_fill")


def _write_migration(folder: Path, slug: str, name: str, operations: list[str], *, after: str = "") -> None:
    before = f"('{slug}', '{after}')" if after else "migrations.swappable_dependency(settings.AUTH_USER_MODEL)"
    body = indent(",\n".join(operations), " " * 8)
    _write(
        folder / f"{name}.py",
        f"{HEAD}{FILL}\n\nclass Migration(migrations.Migration):\n    initial = {not after}\n"
        f"    dependencies = [{before}]\n    operations = [\n{body},\n    ]\n",
    )


def _create(slug: str, table: Table) -> str:
    fields = ["('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))"]
    fields += [f"('{each.name}', {_code(slug, each)})" for each in table.fields if each.since == FIRST]
    return f"migrations.CreateModel('{table.name}', [{', '.join(fields)}])"


def _add_field(slug: str, table: Table, each: Field) -> str:
    return f"migrations.AddField('{table.name.lower()}', '{each.name}', {_code(slug, each)})"


def _add_index(slug: str, table: Table) -> str:
    return f"migrations.AddIndex('{table.name.lower()}', {_index(slug, table)})"


def _fill(slug: str) -> str:
    table = layout_of(slug).tables[0]
    if int(slug[-2:]) % 2:
        return f"migrations.RunPython(fill('{slug}', '{table.name}'), migrations.RunPython.noop)"
    change = f"UPDATE {slug}_{table.name.lower()} SET position = 50 WHERE position = 100 AND code LIKE 'lain%'"
    return f'migrations.RunSQL("{change}", migrations.RunSQL.noop)'


def _index(slug: str, table: Table) -> str:
    return f"models.Index(fields={list(table.index)}, name='{slug}_{table.name.lower()}_order')"


def _constraints(slug: str, table: Table) -> Iterator[str]:
    name = f"{slug}_{table.name.lower()}"
    if table.check:
        left, right = table.check.split("=")
        yield f"models.CheckConstraint(condition=models.Q({left}={right}), name='{name}_sane')"
    if table.unique:
        yield f"models.UniqueConstraint(fields={list(table.unique)}, name='{name}_once')"


def _model(slug: str, table: Table, until: int) -> str:
    fields = [f"{each.name} = {_code(slug, each)}" for each in table.fields if each.since <= until]
    indexes = [_index(slug, table)] if table.index else []
    meta = f"indexes = [{', '.join(indexes)}]\nconstraints = [{', '.join(_constraints(slug, table))}]"
    inner = (
        "\n".join(fields)
        + "\n\nclass Meta:\n"
        + indent(meta, "    ")
        + f"\n\ndef __str__(self):\n    return '{table.name}'"
    )
    return f"class {table.name}(models.Model):\n" + indent(inner, "    ") + "\n"


def _code(slug: str, each: Field) -> str:
    return each.code.replace("{slug}", slug)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


FILL = dedent('''
    def fill(slug, name):
        """A data migration without the project's own code, as the house asks."""

        def act(apps, schema_editor):
            rows = apps.get_model(slug, name).objects.using(schema_editor.connection.alias)
            rows.get_or_create(code="lainnya", defaults={"name_id": "Lainnya", "name_en": "Other"})
            rows.filter(position=100).update(position=90)

        return act
''')
APPS = '''"""App configuration of {slug}."""

from catalog.sdk.apps import BaseModuleConfig


class ModuleConfig(BaseModuleConfig):
    """{slug}."""

    name = "catalog.modules.{slug}"
    label = "{slug}"
'''
URLS = '''"""Addresses of {slug}."""

from django.urls import path

from catalog.modules.{slug}.views import detail, home

urlpatterns = [path("", home, name="home"), path("<int:pk>/", detail, name="detail")]
'''
VIEWS = '''"""Pages of {slug}."""

from django.http import JsonResponse

from catalog.modules.{slug}.models import {first}


def home(request):
    """How many kinds there are."""
    return JsonResponse({{"count": {first}.objects.count()}})


def detail(request, pk):
    """One read by key."""
    row = {first}.objects.get(pk=pk)
    return JsonResponse({{"code": row.code, "name": row.name_id}})
'''
DEFAULTS = '''"""What a Pemda starts with."""

from catalog.sdk.manifest import SeedRow


def default_data():
    """Twelve usual kinds."""
    return [
        SeedRow("{slug}.{first}", {{"code": f"jenis-{{n}}"}}, {{"name_id": f"Jenis {{n}}", "name_en": f"Kind {{n}}", "position": n}})
        for n in range(1, 13)
    ]
'''
MANIFEST = '''"""What {slug} says of itself."""

from catalog.sdk.manifest import Change, Dimension, Hue, Kind, Manifest, Role, Text, Tile

MANIFEST = Manifest(
    slug="{slug}",
    version="{version}",
    title=Text("{title}", "{title}"),
    summary=Text("Modul uji kecepatan.", "A module of the benchmark."),
    description=Text("Lima tabel seperti pada aplikasi kota.", "Five tables as city applications have them."),
    icon="{icon}",
    owner_opd="setda",
    dimension=Dimension.{dimension},
    kind=Kind.CITIZEN,
    roles=(Role("{slug}.petugas", Text("Petugas", "Officer"), Text("Mengurus.", "Takes care.")),),
    tile=Tile(Text("{title}", "{title}"), "{icon}", Hue.{hue}, "home"),
    changelog=(Change("{version}", "2026-11-22", (Text("Terbit.", "Published."),)),),
    serves=">=1.0,<2",
    next_steps=(Text("Buka halamannya.", "Open its page."),),
    {data}
)
'''
