"""What the house's own rules would refuse and what is right all the same: rule, place, and why."""

from __future__ import annotations

_OWN_STATEMENTS = "statements of a release, compiled by us and kept with their fingerprint"
_CHECKED_SCHEMA = "the schema's name is checked against its pattern before"
_OWN_TABLES = "tables and columns from a list in the same file; values travel beside"
_OF_THE_PROCESS = "the same for every Pemda: it belongs to the code, not to anybody's data"

ALLOWED: dict[tuple[str, str], str] = {
    ("shared-store", "platform/adopsi/redaction.py::_own_secrets"): _OF_THE_PROCESS,
    ("shared-store", "catalog/registry.py::_manifests"): _OF_THE_PROCESS,
    ("shared-store", "provisioning/releases/shelf.py::_known"): _OF_THE_PROCESS,
    ("shared-store", "tenants/directory.py::_caches"): "a list of the caches, each of which is kept by Pemda",
    ("shared-store", "tenants/crossing.py::_aliases"): "kept by alias and schema",
    ("shared-store", "tenants/vault/keys.py::_rings"): "kept by schema, each ring with the keys of one Pemda",
    ("other-door", "tenants/backend/base.py::set_tenant"): "django-tenants' own door, which is shut there",
    ("built-sql", "provisioning/public_schema.py::install"): "rights from our own list; names are identifiers",
    ("built-sql", "provisioning/releases/applying.py::_flush"): _OWN_STATEMENTS,
    ("built-sql", "provisioning/releases/applying.py::flush"): _OWN_STATEMENTS,
    ("built-sql", "provisioning/steps_index.py::_build"): _OWN_STATEMENTS,
    ("built-sql", "provisioning/steps_index.py::build_indexes"): _CHECKED_SCHEMA,
    ("built-sql", "provisioning/schema.py::owner_transaction"): _CHECKED_SCHEMA,
    ("built-sql", "provisioning/sandboxes/making.py::_special"): "an expression of ours over a column of ours",
    ("built-sql", "tenants/audit/chain.py::_write_head"): _OWN_TABLES,
    ("built-sql", "tenants/audit/chain.py::_unchained"): _OWN_TABLES,
    ("built-sql", "tenants/audit/chain.py::_chained"): _OWN_TABLES,
    ("built-sql", "tenants/audit/chain.py::_forged"): _OWN_TABLES,
    ("built-sql", "tenants/backend/base.py::_announce"): "our statement with quotes doubled, before one that was there",
}
