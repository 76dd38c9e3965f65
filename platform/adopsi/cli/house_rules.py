"""The house's own lint rules, on the syntax tree: ways in which one Pemda's data has reached another elsewhere.

Each rule is a function from a parsed file to faults. What is right all the same stands in `house_allowed.py` with its
reason; an entry that allows nothing any more is a fault itself.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

FORBIDDEN_NAMES = {"schema_context", "tenant_context", "set_schema", "set_tenant", "set_schema_to_public"}
TENANT_NAMES = ("tenant", "pemda")
EXECUTES = {"execute", "executemany", "mogrify", "callproc"}
CACHES = {"cache", "lru_cache", "cached", "memoize"}
QUERIES = {"objects", "cursor", "execute", "connection", "connections", "raw", "refresh_from_db"}
EMPTY_MAKERS = {"dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque", "WeakValueDictionary"}
MUTATORS = {"append", "add", "update", "setdefault", "pop", "popitem", "extend", "insert", "clear", "remove", "discard"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a line breaks; `name` is what the allow-list names."""

    rule: str
    file: str
    line: int
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.text}"


Finding = tuple[int, str, str]


def faults_in(source: str, file: str) -> Iterator[Fault]:
    """Every fault of one file's text."""
    tree = ast.parse(source)
    for rule, find in RULES.items():
        for line, name, text in find(tree):
            yield Fault(rule, file, line, name, text)


def faults_of(folders: list[Path], *, root: Path, allowed: dict[tuple[str, str], str]) -> Iterator[str]:
    """Every fault below the folders that is not allowed, and what is allowed in vain, in words."""
    used = set()
    for folder in folders:
        for file in sorted(folder.rglob("*.py")):
            if {"tests", "migrations"} & set(file.parts):
                continue
            path = file.relative_to(root).as_posix()
            for fault in faults_in(file.read_text(encoding="utf-8"), path):
                key = (fault.rule, f"{path}::{fault.name}")
                used.add(key)
                if key not in allowed:
                    yield f"{fault} [{key[1]}]"
    for rule, where in allowed.keys() - used:
        yield f"house_allowed.py: {rule} at {where} allows nothing"


# --- one function a rule ------------------------------------------------------------------------------


def with_tenant(tree: ast.Module) -> Iterator[Finding]:
    """`with tenant:` switches a list that all threads share."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                name = _last_name(item.context_expr)
                if name and name.lower().endswith(TENANT_NAMES):
                    yield node.lineno, name, f"`with {name}:`; use tenants.context.inside({name})"


def doors(tree: ast.Module) -> Iterator[Finding]:
    """django-tenants' own doors into a schema."""
    for node in ast.walk(tree):
        names = [each.name for each in node.names] if isinstance(node, ast.ImportFrom) else [_last_name(node)]
        for name in FORBIDDEN_NAMES.intersection(filter(None, names)):
            yield node.lineno, name, f"`{name}`; tenants.context.inside is the only door"  # type: ignore[attr-defined]


def raw_queries(tree: ast.Module) -> Iterator[Finding]:
    """SQL that the ORM passes on as it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _last_name(node.func)
            if name in {"raw", "extra"} and isinstance(node.func, ast.Attribute):
                yield node.lineno, name, f"`.{name}(`; write the query with the ORM, or as text with parameters"
            elif name == "RawSQL":
                yield node.lineno, name, "`RawSQL(`; write it with the ORM"


def built_sql(tree: ast.Module) -> Iterator[Finding]:
    """SQL put together from strings: values belong in parameters, names in `psycopg2.sql.Identifier`."""
    for scope in _scopes(tree):
        nodes = list(_own_nodes(scope))
        built = _assigned(nodes, lambda value: _is_built(value, set()))
        # What is written out of psycopg2.sql's parts in two steps is as good as in one.
        built -= _assigned(nodes, _is_composed)
        composed = _assigned(nodes, _is_composed)
        for node in nodes:
            if isinstance(node, ast.Call) and node.args and _last_name(node.func) in {*EXECUTES, "SQL"}:
                if _is_built(node.args[0], built, composed):
                    yield node.lineno, getattr(scope, "name", "module"), "SQL is put together from strings"


def cached_queries(tree: ast.Module) -> Iterator[Finding]:
    """A cache of the whole process in front of a query gives every Pemda the first one's answer."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    asking = {name for name, node in functions.items() if _asks(node, set())}
    for name, node in functions.items():
        is_cached = any(_last_name(_called(each)) in CACHES for each in node.decorator_list)
        if is_cached and _asks(node, asking - {name}):
            yield node.lineno, name, f"`{name}` is cached for the whole process and queries"


def shared_stores(tree: ast.Module) -> Iterator[Finding]:
    """A dict or list of the module that functions fill is shared by all Pemda."""
    stores = {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and _is_store(node.value):
            stores[target.id] = node.lineno
    for scope in _scopes(tree):
        if isinstance(scope, ast.Module):
            continue
        for name in _filled(scope) & stores.keys():
            yield stores[name], name, f"`{name}` is filled by `{scope.name}` and not kept per Pemda"  # type: ignore[attr-defined]


RULES: dict[str, Callable[[ast.Module], Iterator[Finding]]] = {
    "with-tenant": with_tenant,
    "other-door": doors,
    "raw-query": raw_queries,
    "built-sql": built_sql,
    "cached-query": cached_queries,
    "shared-store": shared_stores,
}


# --- reading the tree ---------------------------------------------------------------------------------


def _last_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _called(node: ast.AST) -> ast.AST:
    return node.func if isinstance(node, ast.Call) else node


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Everything in the scope but what lies in functions within it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from _own_nodes(child)


def _assigned(nodes: list[ast.AST], fits: Callable[[ast.AST], bool]) -> set[str]:
    """Names that are given a value which fits."""
    assignments = [node for node in nodes if isinstance(node, ast.Assign) and fits(node.value)]
    return {target.id for node in assignments for target in node.targets if isinstance(target, ast.Name)}


def _is_composed(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Name) and each.id in {"sql", "SQL"} for each in ast.walk(node))


def _is_built(node: ast.AST, built: set[str], composed: Collection[str] = ()) -> bool:
    """Whether it is text put together at run time from more than constants."""
    if isinstance(node, ast.JoinedStr):
        return not _is_constant(node)
    if isinstance(node, ast.BinOp):
        sides = (node.left, node.right)
        is_text = any(isinstance(side, ast.Constant | ast.JoinedStr) or _is_built(side, built) for side in sides)
        return is_text and not all(_is_constant(side) for side in sides)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}:
        # psycopg2.sql's own `format` and `join` quote what they are given.
        whose = node.func.value
        return not (_is_composed(whose) or (isinstance(whose, ast.Name) and whose.id in composed))
    return isinstance(node, ast.Name) and node.id in built


def _is_constant(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return all(_is_constant(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _is_constant(node.value)
    if isinstance(node, ast.BinOp):
        return _is_constant(node.left) and _is_constant(node.right)
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def _asks(function: ast.FunctionDef, asking: set[str]) -> bool:
    return any(
        (isinstance(node, ast.Attribute | ast.Name) and _last_name(node) in QUERIES)
        or (isinstance(node, ast.Call) and _last_name(node.func) in asking)
        for statement in function.body
        for node in ast.walk(statement)
    )


def _is_store(value: ast.AST | None) -> bool:
    if isinstance(value, ast.Dict | ast.List | ast.Set):
        return True
    return isinstance(value, ast.Call) and _last_name(_unsubscripted(value.func)) in EMPTY_MAKERS


def _unsubscripted(node: ast.AST) -> ast.AST:
    return node.value if isinstance(node, ast.Subscript) else node


def _filled(scope: ast.AST) -> set[str]:
    found = set()
    for node in _own_nodes(scope):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
            found.add(_last_name(node.func.value))
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {_last_name(each.value) for each in targets if isinstance(each, ast.Subscript)}
    local = {
        target.id
        for node in _own_nodes(scope)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return {name for name in found if name} - local
