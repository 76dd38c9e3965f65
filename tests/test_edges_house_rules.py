"""The house's own lint rules catch what they are for, and let pass what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from adopsi.cli import house_allowed
from adopsi.cli.house_rules import RULES, faults_in, faults_of

ROOT = Path(__file__).resolve().parent.parent

BAD = {
    "with-tenant": [
        "with tenant:\n    pass",
        "def f(self):\n    with self.tenant:\n        pass",
        "def f(pemda):\n    with lock, pemda:\n        pass",
        "async def f(the_tenant):\n    async with the_tenant:\n        pass",
    ],
    "other-door": [
        "from django_tenants.utils import schema_context",
        "from django_tenants.utils import tenant_context as other",
        "def f(connection):\n    connection.set_schema('pemda_7202')",
        "with schema_context('x'):\n    pass",
        "connection.set_tenant(pemda)",
        "connection.set_schema_to_public()",
    ],
    "raw-query": [
        "Report.objects.raw('SELECT 1')",
        "rows = rows.extra(where=['x'])",
        "from django.db.models.expressions import RawSQL\nrows.annotate(x=RawSQL('x', []))",
    ],
    "built-sql": [
        "def f(cursor, name):\n    cursor.execute(f'SELECT * FROM {name}')",
        "def f(cursor, name):\n    cursor.execute('SELECT * FROM ' + name)",
        "def f(cursor, name):\n    cursor.execute('SELECT %s' % name)",
        "def f(cursor, name):\n    cursor.execute('SELECT {}'.format(name))",
        "def f(cursor, names):\n    cursor.execute(', '.join(names))",
        "def f(cursor, name):\n    text = f'SELECT {name}'\n    cursor.execute(text)",
        "def f(cursor, name):\n    cursor.executemany(f'INSERT {name}', [])",
        "def f(name):\n    return sql.SQL(f'SELECT {name}')",
    ],
    "cached-query": [
        "@lru_cache\ndef f():\n    return Report.objects.count()",
        "@functools.cache\ndef f():\n    with connection.cursor() as cursor:\n        pass",
        "@lru_cache(maxsize=8)\ndef f(x):\n    return g(x)\n\ndef g(x):\n    return Report.objects.get(pk=x)",
    ],
    "shared-store": [
        "_seen = {}\n\ndef f(key, value):\n    _seen[key] = value",
        "_seen: dict[str, int] = {}\n\ndef f(key):\n    return _seen.setdefault(key, 1)",
        "_seen = defaultdict(list)\n\ndef f(key):\n    _seen[key].append(1)\n    _seen.pop(key)",
        "_rows: list[int] = list()\n\nclass A:\n    def f(self):\n        _rows.append(1)",
    ],
}
GOOD = [
    "with inside(pemda):\n    pass",
    "with self.lock:\n    pass",
    "def f(cursor, name):\n    cursor.execute('SELECT %s', [name])",
    "def f(cursor, name):\n    cursor.execute(sql.SQL('SELECT {}').format(sql.Identifier(name)))",
    "CHANNEL = 'x'\n\ndef f(cursor):\n    cursor.execute(f'LISTEN {CHANNEL}')",
    "def f(cursor, parts):\n    cursor.execute(sql.SQL(', ').join(parts))",
    "@lru_cache\ndef f(x):\n    return x + 1",
    "NAMES = {'a': 1}\n\ndef f():\n    return NAMES['a']",
    "_seen = {}\n\ndef f():\n    _seen = {}\n    _seen['a'] = 1\n    return _seen",
    "def f(self):\n    self.tenant = 1",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_a_bad_line_is_caught(rule, text):
    assert rule in {fault.rule for fault in faults_in(text, "x.py")}


@pytest.mark.parametrize("text", GOOD)
def test_a_good_line_passes(text):
    assert [str(fault) for fault in faults_in(text, "x.py")] == []


def test_every_rule_has_its_bad_lines():
    assert set(BAD) == set(RULES)


def test_an_allowance_is_for_one_place_and_must_be_needed(tmp_path):
    (tmp_path / "a.py").write_text(BAD["built-sql"][0])
    (tmp_path / "b.py").write_text(BAD["built-sql"][0])
    allowed = {("built-sql", "a.py::f"): "a reason", ("raw-query", "a.py::raw"): "not needed"}
    found = list(faults_of([tmp_path], root=tmp_path, allowed=allowed))
    assert len(found) == 2
    assert found[0].startswith("b.py:2: built-sql")
    assert "raw-query at a.py::raw allows nothing" in found[1]


def test_the_house_keeps_its_rules():
    folders = [ROOT / name for name in ("platform/adopsi", "tenants", "catalog", "provisioning")]
    assert list(faults_of(folders, root=ROOT, allowed=house_allowed.ALLOWED)) == []
    assert all(len(reason) > 15 for reason in house_allowed.ALLOWED.values())
