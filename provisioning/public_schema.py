"""The public schema: what the web's own login may do there, change notices, and who is behind the code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from psycopg2 import sql

from provisioning.schema import HIDDEN
from tenants.vault.keys import make_missing_keys
from tenants.vault.rotation import seal_plain

# Shared tables: the web reads them; what it may write is listed, column by column where a column decides.
WEB_WRITES = {
    "provisioning_run": "INSERT, UPDATE",
    "provisioning_runstep": "INSERT, UPDATE",
    "catalog_activation": "UPDATE (settings, updated_at)",
    "provisioning_rollout": "INSERT, UPDATE",
    "provisioning_rollouttarget": "INSERT, UPDATE",
    "provisioning_answeredrequest": "INSERT",
    "provisioning_pin": "INSERT, UPDATE, DELETE",
    "provisioning_backupplan": ("INSERT, UPDATE (is_on, hour, keep_daily, keep_weekly, keep_monthly, changed_by)"),
    "support_supportaccess": (
        "INSERT, UPDATE (state, may_write, decided_by, decided_by_key, decided_at, starts_at, expires_at, refusal,"
        " ended_by, ended_at, entry_digest, entry_until, session_digest, person_id, entered_at)"
    ),
    # What was sent cannot be deleted: its recipients refer to it.
    "announcements_announcement": "INSERT, UPDATE, DELETE",
    "announcements_recipient": "INSERT, UPDATE (state, hidden_at, told, mailed, attempts, tried_at, problem)",
    "announcements_reading": "INSERT, UPDATE (read_at, dismissed_at), DELETE",
    "provisioning_erasure": "INSERT, UPDATE (state, approved_by, approved_by_key, approved_at, run_id, refusal)",
    # What Stripe signed is written down once; what comes of it is the provisioner's.
    "billing_event": "INSERT",
    "billing_retry": "INSERT",
    "catalog_settingschange": "INSERT, UPDATE (undone_at)",
    "tenants_agreement": "INSERT, UPDATE, DELETE",
    "tenants_pemda": (
        "UPDATE (brand_primary, brand_secondary, brand_logo, tagline, contact_email, contact_phone,"
        " contact_address, tile_url, tile_attribution, ring, window_starts, window_ends, upgrades_paused_until,"
        " upgrades_paused_reason, updated_at)"
    ),
    "tenants_domain": (
        "INSERT, UPDATE (is_primary, verified_at, suspended_at, failed_days, failed_on, checked_at), DELETE"
    ),
    "edges_cspreport": "INSERT, UPDATE (count, last_seen_at), DELETE",
    "audit_entry": "INSERT",
}
# The Tangerang team's own accounts.
WEB_OWNS = ("accounts_", "account_", "django_session", "mfa_", "usersessions_")
NOTICES = {
    "tenants_pemda": "code",
    "tenants_domain": "tenant_id",
    "catalog_activation": "pemda_id",
    "announcements_recipient": "pemda_code",
}

NOTICE_FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog AS $$
BEGIN
    PERFORM pg_notify('adopsi_changes', COALESCE(NEW.{column}, OLD.{column}));
    RETURN NULL;
END $$
"""


# However a proven domain of a Pemda's own goes, also with the Pemda itself, its name is noted.
FREED_FUNCTION = """
CREATE OR REPLACE FUNCTION public.note_freed_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO public.tenants_freedname (host, pemda_code, freed_at)
    VALUES (OLD.domain, OLD.tenant_id, COALESCE(OLD.suspended_at, now()))
    ON CONFLICT (host) DO UPDATE SET pemda_code = EXCLUDED.pemda_code, freed_at = EXCLUDED.freed_at;
    RETURN NULL;
END $$
"""
FREED_TRIGGER = """
CREATE OR REPLACE TRIGGER note_freed_name AFTER DELETE ON public.tenants_domain FOR EACH ROW
WHEN (OLD.verified_at IS NOT NULL AND OLD.proof_token <> '') EXECUTE FUNCTION public.note_freed_name()
"""


def install(cursor: Any) -> None:
    """Write grants and change notices; running it again changes nothing."""
    web = sql.Identifier(settings.DATABASES["public"]["USER"])
    cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(web))
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(web))
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in cursor.fetchall():
        name = sql.Identifier("public", table)
        if table.startswith(WEB_OWNS):
            cursor.execute(sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}").format(name, web))
        elif table not in HIDDEN:
            cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(name, web))
            if table in WEB_WRITES:
                cursor.execute(sql.SQL("GRANT " + WEB_WRITES[table] + " ON {} TO {}").format(name, web))
    cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(web))
    # A process asks whether the tables have what its code needs.
    cursor.execute(sql.SQL("GRANT SELECT (app, name) ON public.django_migrations TO {}").format(web))
    for table, column in NOTICES.items():
        _install_notice(cursor, table, column)
    make_missing_keys(cursor)
    seal_plain(cursor, settings.BOTH_LABELS)
    cursor.execute(FREED_FUNCTION)
    cursor.execute(FREED_TRIGGER)


def _install_notice(cursor: Any, table: str, column: str) -> None:
    function = sql.Identifier("public", f"tell_{table}")
    cursor.execute(sql.SQL(NOTICE_FUNCTION).format(function=function, column=sql.Identifier(column)))
    cursor.execute(
        sql.SQL(
            "CREATE OR REPLACE TRIGGER tell_change AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION {function}()"
        ).format(table=sql.Identifier("public", table), function=function)
    )
