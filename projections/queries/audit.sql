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
    forgotten.link IS NOT NULL, command_id,
    CASE WHEN starts_with(topic, 'payout.') OR starts_with(topic, 'donation.')
        THEN coalesce(vault.subject_id, link) END
FROM journal_events
LEFT JOIN vault
    ON vault.unit_id = originator_id AND vault.version = originator_version
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

-- name: audit_movements --
-- How many rows of figures there are.
SELECT count(*) FROM movement;

-- name: audit_movements_off --
-- Rows of figures in which what came less what went is not by how much the balance changed, and by
-- how much the balance changed more: of money, of goods.
SELECT unit_id, scope, grain, starts_on, off_money, off_goods
FROM movement
CROSS JOIN LATERAL (VALUES (
    cash + bank + savings + collector + in_transit
        - (brought_in_money + raised_cash + raised_bank + raised_press + other_income
            - paid_cash - paid_bank - costs + transfers_in - transfers_out
            + succession_in - succession_out + corrections_money),
    goods - (brought_in_goods + raised_in_kind - paid_in_kind + corrections_goods)
)) AS off (off_money, off_goods)
WHERE off_money <> 0 OR off_goods <> 0
ORDER BY unit_id, scope, grain, starts_on;

-- name: audit_stocks --
-- What changed in each month in what units hold, and in what all below them hold.
SELECT
    starts_on, unit_id, scope = 'own', cash + bank + savings + collector + in_transit + in_transit_out,
    goods, held
FROM movement
WHERE grain = 'month' AND scope IN ('own', 'as_was')
ORDER BY starts_on;

-- name: audit_apart --
-- Let what is made now lie apart, in temporary tables, and what is asked for be looked for there
-- first.
SET LOCAL temp_buffers = '256MB';
SET LOCAL work_mem = '64MB';
SET LOCAL search_path = pg_temp, public;

-- name: audit_as_text --
-- As projections/rows.py writes what is copied in.
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO';
SET LOCAL work_mem = '64MB';

-- name: audit_text_of_entry --
-- Stored rows of `entry`, book by book.
COPY (
    SELECT
        position, line, encode(uuid_send(unit_id), 'hex'), version, booked_on, recorded_at, account,
        fund, amount_vnd, place, counted_in, quantity, occurrences, other_unit_id, sent_on
    FROM entry
    ORDER BY unit_id, version, position, line
) TO STDOUT;

-- name: audit_text_of_gift --
-- Stored rows of `gift`, book by book, but for when they were undone.
COPY (
    SELECT
        position, encode(uuid_send(unit_id), 'hex'), version, key, received_on, channel, fund,
        amount_vnd, item, quantity, counted_in, holder, receipt_number,
        encode(uuid_send(person), 'hex'), paper_on
    FROM gift
    ORDER BY unit_id, version, position
) TO STDOUT;

-- name: audit_text_of_payout --
-- Stored rows of `payout`, book by book, but for when they were undone.
COPY (
    SELECT
        position, encode(uuid_send(unit_id), 'hex'), version, key, paid_on, kind, recipient_kind,
        award_round, channel, fund, amount_vnd, item, quantity, counted_in,
        encode(uuid_send(person), 'hex')
    FROM payout
    ORDER BY unit_id, version, position
) TO STDOUT;

-- name: audit_text_of_admitted --
-- Stored rows of `admitted`, book by book.
COPY (
    SELECT position, encode(uuid_send(unit_id), 'hex'), version, key
    FROM admitted
    ORDER BY unit_id, version, position
) TO STDOUT;

-- name: audit_text_of_paper_code --
-- Stored rows of `paper_code`.
COPY (SELECT position, code FROM paper_code ORDER BY position) TO STDOUT;

-- name: audit_gifts_undone --
-- How many gifts are marked as undone on another day than they were, or are not.
SELECT count(*)
FROM public.gift
LEFT JOIN unnest(%(units)s::uuid[], %(keys)s::text[], %(days)s::date[])
    AS undone (unit_id, key, booked_on) USING (unit_id, key)
WHERE reversed_on IS DISTINCT FROM undone.booked_on;

-- name: audit_payouts_undone --
-- How many payouts are marked as undone on another day or by another entry than they were, or are
-- not.
SELECT count(*)
FROM public.payout
LEFT JOIN unnest(%(units)s::uuid[], %(keys)s::text[], %(days)s::date[], %(positions)s::bigint[])
    AS undone (unit_id, key, booked_on, undone_at) USING (unit_id, key)
WHERE reversed_on IS DISTINCT FROM undone.booked_on
    OR reversed_position IS DISTINCT FROM undone.undone_at;

-- name: audit_rows_believed --
-- The rows that follow from one entry each are as they should be: what is folded from them is folded
-- from the stored ones.
DROP TABLE pg_temp.entry, pg_temp.gift, pg_temp.payout, pg_temp.admitted, pg_temp.paper_code;

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
