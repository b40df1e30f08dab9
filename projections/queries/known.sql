-- What was known at an instant, in temporary tables that lie in front of the real ones for the time
-- of a transaction that is rolled back. Where the real ones are meant, it says so: public.

-- name: one_state --
-- Everything asked in this transaction is answered from one state of the database.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;

-- name: known_apart --
-- Look for temporary tables first. That is so anyway; but a plan that was prepared for the real
-- tables is made again only if the path was set otherwise then.
SET LOCAL search_path = pg_temp, public;
SET LOCAL work_mem = '64MB';
SET LOCAL jit = off;

-- name: known_place --
-- Where the log ended for somebody who asked at an instant, if it has grown since: the newest
-- position and the number of entries then, and the newest position now.
SELECT first_position - 1, entries_before, position
FROM learned, projected
WHERE learned_at > %(known_at)s
ORDER BY learned_at
LIMIT 1;

-- name: known_projected --
-- How far the projections had come.
CREATE TEMP TABLE projected ON COMMIT DROP AS
SELECT
    %(position)s::bigint AS position, %(log_size)s::bigint AS log_size,
    (SELECT max(learned_at) FROM learned WHERE first_position <= %(position)s) AS recorded_at;

-- name: registry_entries_after --
-- What the registry learned later.
SELECT state
FROM journal_events
WHERE originator_id = %(registry_id)s
    AND notification_id > %(position)s AND notification_id <= %(newest)s
ORDER BY originator_version;

-- name: registry_entries_about --
-- What the registry had learned about some units, oldest first.
SELECT state
FROM journal_events
WHERE originator_id = %(registry_id)s AND notification_id <= %(position)s
    AND convert_from(state, 'UTF8')::json ->> 'unit_id' = ANY (%(unit_ids)s::text[])
ORDER BY originator_version;

-- name: known_terms --
-- The terms of units, but for those about which something was learned later.
CREATE TEMP TABLE unit_term ON COMMIT DROP AS
SELECT * FROM public.unit_term WHERE unit_id <> ALL (%(unit_ids)s);

-- name: known_terms_analyse --
-- Tell the planner how many there are, before families are sought among them.
ANALYZE pg_temp.unit_term (unit_id, parent_id);

-- name: known_population_create --
-- Populations as they were known.
CREATE TEMP TABLE population (LIKE public.population INCLUDING INDEXES) ON COMMIT DROP;

-- name: known_population --
-- The populations, but for those about which something was learned later.
INSERT INTO population SELECT * FROM public.population WHERE unit_id <> ALL (%(unit_ids)s);

-- name: known_units --
-- The units about which is asked.
CREATE TEMP TABLE unit ON COMMIT DROP AS
SELECT * FROM public.unit WHERE unit_id = ANY (%(unit_ids)s);

-- name: known_ancestry --
-- Everybody below them.
CREATE TEMP TABLE ancestry ON COMMIT DROP AS
SELECT * FROM public.ancestry WHERE ancestor_id IN (SELECT unit_id FROM unit);

-- name: known_ancestry_only --
-- Only them, after the tree was written as it was known.
DELETE FROM pg_temp.ancestry WHERE ancestor_id NOT IN (SELECT unit_id FROM unit);

-- name: known_tree_differs --
-- Whether units that were known stand below others now than they were known to.
SELECT EXISTS (
    (
        SELECT unit_id, ancestor_id, tree, first, until
        FROM public.ancestry
        WHERE ancestor_id IN (SELECT unit_id FROM unit) AND unit_id <> ALL (%(newcomers)s)
        EXCEPT
        SELECT unit_id, ancestor_id, tree, first, until FROM ancestry
    )
    UNION ALL
    (
        SELECT unit_id, ancestor_id, tree, first, until FROM ancestry
        EXCEPT
        SELECT unit_id, ancestor_id, tree, first, until FROM public.ancestry
    )
);

-- name: known_newcomers --
-- Units that were not known, where what was recorded of them is to be taken back.
INSERT INTO pg_temp.ancestry
SELECT * FROM public.ancestry
WHERE ancestor_id IN (SELECT unit_id FROM unit) AND unit_id = ANY (%(newcomers)s);

-- name: known_stand_ins --
-- Units that were below the same asked ones between the same days do the same to their figures:
-- one stands in for all of them, and only its name is new. Those asked about stand for themselves.
CREATE TEMP TABLE stand_in ON COMMIT DROP AS
SELECT unit_id, unit_id AS stands_in FROM unit
UNION ALL
SELECT
    unit_id,
    md5(string_agg(
        concat_ws(' ', ancestor_id, tree, first, until), ',' ORDER BY ancestor_id, tree, first
    ))::uuid
FROM ancestry
WHERE unit_id NOT IN (SELECT unit_id FROM unit)
GROUP BY unit_id;

-- name: known_stand_ins_analyse --
-- Tell the planner how many there are.
ANALYZE pg_temp.stand_in;

-- name: known_ancestry_rename --
-- Put the ancestry of all aside.
ALTER TABLE pg_temp.ancestry RENAME TO ancestry_of_all;

-- name: known_ancestry_of_stand_ins --
-- Who is above those who stand in.
CREATE TEMP TABLE ancestry ON COMMIT DROP AS
SELECT DISTINCT stands_in AS unit_id, ancestor_id, tree, first, until
FROM ancestry_of_all
JOIN stand_in USING (unit_id);

-- name: known_own_or_above --
-- The view of this name is bound to the real tables.
CREATE TEMP TABLE own_or_above ON COMMIT DROP AS
SELECT unit_id, ancestor_id, tree, first, until FROM ancestry
UNION ALL
SELECT unit_id, unit_id, 'as_was', DATE '0001-01-01', DATE '9999-12-31' FROM unit
UNION ALL
SELECT unit_id, unit_id, 'as_is', DATE '0001-01-01', DATE '9999-12-31' FROM unit
WHERE tree_changed;

-- name: known_movement_create --
-- Where the figures go: nothing as yet.
CREATE TEMP TABLE movement (LIKE public.movement INCLUDING INDEXES) ON COMMIT DROP;

-- name: known_movement --
-- Today's figures, from which what was recorded later is taken back.
INSERT INTO movement SELECT * FROM public.movement WHERE unit_id IN (SELECT unit_id FROM unit);

-- name: known_entries --
-- Postings after %(after)s up to %(upto)s, summed up over those who stand in for each other; with
-- sign -1 to take them back. What belongs to nobody asked about is left out.
CREATE TEMP TABLE entry ON COMMIT DROP AS
SELECT
    1::bigint AS position, mine.stands_in AS unit_id, booked_on, account,
    (sum(amount_vnd) * %(sign)s)::bigint AS amount_vnd,
    (sum(occurrences) * %(sign)s)::bigint AS occurrences,
    other.stands_in AS other_unit_id
FROM public.entry
JOIN stand_in AS mine ON mine.unit_id = entry.unit_id
LEFT JOIN stand_in AS other ON other.unit_id = entry.other_unit_id
WHERE position > %(after)s AND position <= %(upto)s
GROUP BY mine.stands_in, booked_on, account, other.stands_in;

-- name: known_payouts --
-- The payouts, as they were known, of recipients who are counted otherwise in the year today.
INSERT INTO touched (unit_id, person, paid_on, position, reversed_on, reversed_position)
SELECT
    unit_id, person, paid_on, position,
    CASE WHEN reversed_position <= %(position)s THEN reversed_on END AS reversed_on,
    CASE WHEN reversed_position <= %(position)s THEN reversed_position END AS reversed_position
FROM (
    SELECT unit_id, person, extract(year FROM on_day) AS year
    FROM public.recipient_step
    WHERE first_position < stands_since
        AND first_position <= %(position)s AND stands_since > %(position)s
    UNION
    SELECT unit_id, person, extract(year FROM paid_on)
    FROM public.payout
    WHERE position <= %(position)s AND reversed_position > %(position)s
) AS otherwise
JOIN stand_in USING (unit_id)
JOIN public.payout USING (unit_id, person)
WHERE position <= %(position)s AND extract(year FROM paid_on) = year;

-- name: known_steps_create --
-- How they were counted goes here.
CREATE TEMP TABLE recipient_step (LIKE public.recipient_step) ON COMMIT DROP;

-- name: known_steps_rename --
-- Put that aside.
ALTER TABLE pg_temp.recipient_step RENAME TO recounted;

-- name: known_steps --
-- It, and each count that stands since an entry after %(after)s up to %(upto)s (sign -1: to take it
-- back), summed up over those who stand in for each other.
CREATE TEMP TABLE recipient_step ON COMMIT DROP AS
SELECT stands_in AS unit_id, on_day, sum(step)::bigint AS step
FROM (
    SELECT unit_id, on_day, step FROM recounted
    UNION ALL
    SELECT unit_id, on_day, step * %(sign)s
    FROM public.recipient_step
    WHERE stands_since > %(after)s AND stands_since <= %(upto)s
) AS counted
JOIN stand_in USING (unit_id)
GROUP BY stands_in, on_day;
