"""The trigger function that writes changes of rows down.

It belongs to the tables' owner, in a schema where no Pemda's login may create anything, and does its work with the
owner's rights and a search path pinned to that schema.
"""

from django.db import migrations

NOTE_CHANGE = """
CREATE OR REPLACE FUNCTION audit_note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $function$
DECLARE
    -- Arguments: the key's columns, the columns whose values nobody needs to read here, whom the row is about.
    key_columns text[] := string_to_array(TG_ARGV[0], ',');
    hidden text[] := string_to_array(TG_ARGV[1], ',');
    whole jsonb; old_row jsonb; new_row jsonb; who jsonb; secret bytea; noted record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        whole := to_jsonb(NEW);
        SELECT jsonb_object_agg(key, CASE WHEN key = ANY (hidden) AND value <> 'null' THEN '"•"' ELSE value END)
        INTO new_row FROM jsonb_each(whole);
    ELSIF TG_OP = 'DELETE' THEN
        whole := to_jsonb(OLD);
        SELECT jsonb_object_agg(key, CASE WHEN key = ANY (hidden) AND value <> 'null' THEN '"•"' ELSE value END)
        INTO old_row FROM jsonb_each(whole);
    ELSE
        whole := to_jsonb(NEW);
        SELECT
            jsonb_object_agg(o.key, CASE WHEN o.key = ANY (hidden) AND o.value <> 'null' THEN '"•"' ELSE o.value END),
            jsonb_object_agg(o.key, CASE WHEN o.key = ANY (hidden) AND n.value <> 'null' THEN '"•"' ELSE n.value END)
        INTO old_row, new_row
        FROM jsonb_each(to_jsonb(OLD)) o JOIN jsonb_each(whole) n USING (key) WHERE o.value <> n.value;
        IF old_row IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    who := coalesce(nullif(current_setting('adopsi.who', true), ''), '{}')::jsonb;
    SELECT value INTO secret FROM audit_secret;
    IF secret IS NULL THEN
        INSERT INTO audit_secret (id, value) OVERRIDING SYSTEM VALUE
        VALUES (1, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))
        ON CONFLICT (id) DO UPDATE SET id = 1 RETURNING value INTO secret;
    END IF;
    SELECT
        clock_timestamp() AS at, pg_current_xact_id()::text::bigint AS transaction, left(TG_OP, 1) AS operation,
        left((SELECT string_agg(whole ->> name, ',') FROM unnest(key_columns) name), 120) AS row_key,
        (whole ->> nullif(TG_ARGV[2], ''))::bigint AS person_id, (who ->> 'i')::bigint AS actor_id,
        left(coalesce(who ->> 'n', ''), 120) AS actor_name, left(coalesce(who ->> 'k', ''), 20) AS actor_kind,
        left(coalesce(who ->> 'r', ''), 32) AS request_id
    INTO noted;
    INSERT INTO audit_rowchange (
        at, transaction, table_name, operation, row_key, person_id, actor_id, actor_name, actor_kind, request_id,
        before, after, login, mark
    ) VALUES (
        noted.at, noted.transaction, TG_TABLE_NAME, noted.operation, coalesce(noted.row_key, ''), noted.person_id,
        noted.actor_id, noted.actor_name, noted.actor_kind, noted.request_id, old_row, new_row, session_user,
        encode(sha256(secret || sha256(secret || convert_to(jsonb_build_array(
            (extract(epoch FROM noted.at) * 1000000)::bigint, noted.transaction, TG_TABLE_NAME, noted.operation,
            coalesce(noted.row_key, ''), noted.person_id, noted.actor_id, noted.actor_name, noted.actor_kind,
            noted.request_id, old_row, new_row, session_user
        )::text, 'UTF8'))), 'hex')
    );
    RETURN NULL;
END $function$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_row_changes")]

    operations = [migrations.RunSQL([(NOTE_CHANGE, None)], "DROP FUNCTION audit_note_change()")]
