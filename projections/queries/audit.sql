-- What an audit reads. It runs in one transaction that sees one state of everything; what it makes
-- for comparison are temporary tables of the same names, found before the ones in public.

-- name: audit_position --
-- How far the projections have come, which is never beyond the newest entry, and how many entries
-- there are.
SELECT
    least(position, (SELECT coalesce(max(notification_id), 0) FROM journal_events)),
    (SELECT count(*) FROM journal_events)
FROM projected;

-- name: audit_entries --
-- Every entry, book by book, oldest first, with what belongs to it.
SELECT
    originator_id, originator_version, notification_id, topic, state, (private).box, lookup,
    forgotten.link IS NOT NULL, command_id
FROM journal_events
LEFT JOIN private_parts
    ON private_parts.unit_id = originator_id AND private_parts.version = originator_version
LEFT JOIN forgotten
    ON forgotten.unit_id = originator_id AND forgotten.version = originator_version
LEFT JOIN command_log
    ON command_log.unit_id = originator_id AND command_log.version = originator_version
ORDER BY originator_id, originator_version;

-- name: audit_commands_astray --
-- Answers that name an entry which is not there.
SELECT command_id, unit_id, version
FROM command_log
WHERE NOT EXISTS (
    SELECT FROM journal_events
    WHERE originator_id = command_log.unit_id AND originator_version = command_log.version
)
ORDER BY unit_id, version;

-- name: audit_vault_astray --
-- Private parts, and what is left of some, of an entry that is not there.
SELECT unit_id, version
FROM (SELECT unit_id, version FROM vault UNION ALL SELECT unit_id, version FROM forgotten) AS kept
WHERE NOT EXISTS (
    SELECT FROM journal_events
    WHERE originator_id = unit_id AND originator_version = version
)
ORDER BY unit_id, version;

-- name: audit_vault_keyless --
-- Private parts whose subject has no key any more.
SELECT unit_id, version
FROM vault
WHERE NOT EXISTS (SELECT FROM subject WHERE subject.subject_id = vault.subject_id);

-- name: audit_unbalanced --
-- Projected postings that do not sum to zero in a fund.
SELECT position, fund, sum(amount_vnd)::bigint
FROM entry
GROUP BY position, fund
HAVING sum(amount_vnd) <> 0
ORDER BY position;

-- name: audit_days --
-- The last day of each month and year in which anything moved.
SELECT DISTINCT (date_trunc(span, starts_on) + ('1 ' || span)::interval - INTERVAL '1 day')::date
FROM movement
CROSS JOIN (VALUES ('month'), ('year')) AS spans (span)
WHERE grain = 'day'
ORDER BY 1;

-- name: audit_units_changed --
-- The units to whom the tree as it is differs from the tree as it was.
SELECT unit_id FROM unit WHERE tree_changed;

-- name: audit_apart --
-- Let what is made now lie apart, in temporary tables, and what is asked for be looked for there
-- first.
SET LOCAL temp_buffers = '256MB';
SET LOCAL work_mem = '64MB';
SET LOCAL search_path = pg_temp, public;

-- name: audit_rows_replayed --
-- How many rows there are to compare.
SELECT
    (SELECT count(*) FROM entry) + (SELECT count(*) FROM movement) + (SELECT count(*) FROM gift)
    + (SELECT count(*) FROM payout) + (SELECT count(*) FROM paper_code)
    + (SELECT count(*) FROM recipient_step)
    + (SELECT count(*) FROM holding_balance) + (SELECT count(*) FROM unit_term)
    + (SELECT count(*) FROM ancestry) + (SELECT count(*) FROM population)
    + (SELECT count(*) FROM role_grant) + (SELECT count(*) FROM approval_rule)
    + (SELECT count(*) FROM approval_step) + (SELECT count(*) FROM admitted)
    + (SELECT count(*) FROM consent)
    + (SELECT count(*) FROM holder) + (SELECT count(*) FROM learned);

-- name: audit_of_entry --
-- Rows of `entry` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.entry AS live FULL JOIN pg_temp.entry AS replayed USING (position, line)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_gift --
-- Rows of `gift` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.gift AS live FULL JOIN pg_temp.gift AS replayed USING (position)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_payout --
-- Rows of `payout` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.payout AS live FULL JOIN pg_temp.payout AS replayed USING (position)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_paper_code --
-- Rows of `paper_code` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.paper_code AS live FULL JOIN pg_temp.paper_code AS replayed USING (position)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_role_grant --
-- Rows of `role_grant` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.role_grant AS live
FULL JOIN pg_temp.role_grant AS replayed USING (person, role, unit_id, valid_from)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_approval_rule --
-- Rows of `approval_rule` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.approval_rule AS live
FULL JOIN pg_temp.approval_rule AS replayed USING (unit_id, valid_from)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_approval_step --
-- Rows of `approval_step` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.approval_step AS live
FULL JOIN pg_temp.approval_step AS replayed USING (position)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_admitted --
-- Rows of `admitted` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.admitted AS live FULL JOIN pg_temp.admitted AS replayed USING (position)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_consent --
-- Rows of `consent` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.consent AS live FULL JOIN pg_temp.consent AS replayed USING (position)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_movement --
-- Rows of `movement` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.movement AS live
FULL JOIN pg_temp.movement AS replayed USING (unit_id, scope, grain, starts_on)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_holding_balance --
-- Rows of `holding_balance` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.holding_balance AS live
FULL JOIN pg_temp.holding_balance AS replayed USING (unit_id, account, fund, place, counted_in)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_recipient_step --
-- Rows of `recipient_step` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.recipient_step AS live
FULL JOIN pg_temp.recipient_step AS replayed USING (unit_id, person, on_day)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_unit --
-- Rows of `unit` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.unit AS live FULL JOIN pg_temp.unit AS replayed USING (unit_id)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_unit_term --
-- Rows of `unit_term` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.unit_term AS live
FULL JOIN pg_temp.unit_term AS replayed USING (unit_id, valid_from)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_ancestry --
-- Rows of `ancestry` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.ancestry AS live
FULL JOIN pg_temp.ancestry AS replayed USING (unit_id, ancestor_id, tree, first)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_population --
-- Rows of `population` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.population AS live
FULL JOIN pg_temp.population AS replayed USING (unit_id, stated_on)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_holder --
-- Rows of `holder` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.holder AS live FULL JOIN pg_temp.holder AS replayed USING (holder)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_learned --
-- Rows of `learned` that differ from a replay.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.learned AS live FULL JOIN pg_temp.learned AS replayed USING (learned_at)
WHERE live IS DISTINCT FROM replayed;

-- name: audit_of_projected --
-- What the projections say of themselves, where a replay says something else.
SELECT to_jsonb(live), to_jsonb(replayed)
FROM public.projected AS live FULL JOIN pg_temp.projected AS replayed USING (only_row)
WHERE live IS DISTINCT FROM replayed;
