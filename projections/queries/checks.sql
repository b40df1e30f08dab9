-- What an inspection looks at by itself. Each check names the unit, the entry (if it is one), a day,
-- an amount and a remark, the weightiest first, and how many there are in all.
--
-- `scope` is the unit with everybody below it on the last day of the period: a table, so that the
-- planner knows how many they are.

-- name: checks_scope --
-- Who is looked at.
CREATE TEMP TABLE scope ON COMMIT DROP AS
SELECT unit_id FROM own_or_above
WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(last)s AND until > %(last)s
    AND (%(with_below)s OR unit_id = %(unit_id)s);

-- name: checks_scope_analyse --
-- How many they are.
ANALYZE scope;

-- name: checks_scope_drop --
-- When everything was looked at.
DROP TABLE scope;

-- name: checks_papers --
-- Every line of their vouchers: unit, series, year, number and line are read out of the stored bytes
-- where their keys stand, which takes a tenth of the time that understanding the whole takes. Within
-- a text no key can stand: its quotation marks would be escaped.
CREATE TEMP TABLE voucher_line ON COMMIT DROP AS
SELECT
    originator_id AS unit_id, originator_version AS version,
    split_part(encode(substring(
        state FROM position('"series":"'::bytea IN state) + 10 FOR 8
    ), 'escape'), '"', 1) AS series,
    encode(substring(
        state FROM position('"booked_on":"'::bytea IN state) + 13 FOR 10
    ), 'escape')::date AS booked_on,
    split_part(encode(substring(
        state FROM position('"number":'::bytea IN state) + 9 FOR 20
    ), 'escape'), ',', 1)::bigint AS number,
    split_part(encode(substring(
        state FROM position('"line":'::bytea IN state) + 7 FOR 12
    ), 'escape'), ',', 1)::int AS line
FROM journal_events
WHERE topic = ANY (%(topics)s) AND notification_id <= %(upto)s
    AND originator_id IN (SELECT unit_id FROM scope);

-- name: checks_papers_drop --
-- When they were looked at.
DROP TABLE voucher_line;

-- name: check_numbers --
-- Numbers that are missing in a series and that no “goes on from” explains.
WITH used AS (
    SELECT
        unit_id, series, year, number,
        lag(number, 1, 0) OVER (PARTITION BY unit_id, series, year ORDER BY number) AS before
    FROM (
        SELECT DISTINCT unit_id, series, extract(year FROM booked_on)::int AS year, number
        FROM voucher_line
        UNION ALL
        SELECT unit_id, 'BN', extract(year FROM received_on)::int, receipt_number
        FROM gift
        WHERE unit_id IN (SELECT unit_id FROM scope) AND position <= %(upto)s
    ) AS numbers
), continued AS (
    SELECT unit_id, facts ->> 'series', (facts ->> 'year')::int, (facts ->> 'next_number')::bigint
    FROM (
        SELECT originator_id AS unit_id, convert_from(state, 'UTF8')::jsonb AS facts
        FROM journal_events
        WHERE topic = 'series.continued/1' AND originator_id IN (SELECT unit_id FROM scope)
            AND notification_id <= %(upto)s
        OFFSET 0
    ) AS said
)
SELECT
    unit_id, NULL::bigint, make_date(year, 1, 1), number - before - 1,
    series || ' ' || year || ': ' || (before + 1) || '–' || (number - 1), count(*) OVER ()
FROM used
WHERE number > before + 1
    AND year BETWEEN extract(year FROM %(first)s::date) AND extract(year FROM %(last)s::date)
    AND (unit_id, series, year, number) NOT IN (SELECT * FROM continued)
ORDER BY unit_id, series, year, number
LIMIT %(limit)s;

-- name: check_lines --
-- Vouchers whose lines are not 1, 2, … up to the last: one is missing, or one is there twice.
SELECT
    unit_id, min(version), min(booked_on), 0::bigint,
    series || ' ' || extract(year FROM booked_on) || '/' || number || ': '
        || string_agg(line::text, ', ' ORDER BY line),
    count(*) OVER ()
FROM voucher_line
WHERE extract(year FROM booked_on)
    BETWEEN extract(year FROM %(first)s::date) AND extract(year FROM %(last)s::date)
GROUP BY unit_id, series, extract(year FROM booked_on), number
HAVING min(line) <> 1 OR max(line) <> count(*) OR count(DISTINCT line) <> count(*)
ORDER BY unit_id, series, number
LIMIT %(limit)s;

-- name: numbers_twice --
-- Receipts whose number another one of the unit and year bears too; vouchers: `check_lines`.
SELECT
    unit_id, min(version), min(received_on), 0::bigint,
    'BN ' || extract(year FROM received_on) || '/' || receipt_number || ' × ' || count(*),
    count(*) OVER ()
FROM gift
WHERE unit_id IN (SELECT unit_id FROM scope) AND position <= %(upto)s
    AND extract(year FROM received_on)
        BETWEEN extract(year FROM %(first)s::date) AND extract(year FROM %(last)s::date)
GROUP BY unit_id, extract(year FROM received_on), receipt_number
HAVING count(*) > 1
ORDER BY unit_id, receipt_number
LIMIT %(limit)s;

-- name: check_postings --
-- Entries whose postings do not sum to zero in a fund.
SELECT unit_id, version, booked_on, sum(amount_vnd)::bigint, fund, count(*) OVER ()
FROM entry
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
GROUP BY position, unit_id, version, booked_on, fund
HAVING sum(amount_vnd) <> 0
ORDER BY booked_on, unit_id, version
LIMIT %(limit)s;

-- name: check_below_zero --
-- Places where a day ended below zero, money or goods; the first such day of each.
WITH closings AS (
    SELECT
        unit_id, account, fund, place, booked_on,
        sum(sum(amount_vnd)) OVER before AS amount_vnd,
        sum(sum(quantity)) OVER before AS quantity
    FROM entry
    WHERE unit_id IN (SELECT unit_id FROM scope)
        AND account IN ('cash', 'bank', 'savings', 'collector', 'goods', 'held')
        AND booked_on <= %(last)s AND position <= %(upto)s
    GROUP BY unit_id, account, fund, place, counted_in, booked_on
    WINDOW before AS (
        PARTITION BY unit_id, account, fund, place, counted_in ORDER BY booked_on
    )
), short AS (
    SELECT DISTINCT ON (unit_id, account, fund, place) *
    FROM closings
    WHERE booked_on >= %(first)s
        AND CASE account WHEN 'goods' THEN quantity < 0 ELSE amount_vnd < 0 END
    ORDER BY unit_id, account, fund, place, booked_on
)
SELECT
    unit_id, NULL::bigint, booked_on, amount_vnd::bigint,
    concat_ws(' · ', place, nullif(fund, 'general')), count(*) OVER ()
FROM short
ORDER BY booked_on, unit_id
LIMIT %(limit)s;

-- name: check_restricted_overspent --
-- Restricted funds of which more was spent than had come in.
WITH restricted AS (
    SELECT unit_id, fund
    FROM (
        SELECT DISTINCT ON (originator_id, facts ->> 'fund')
            originator_id AS unit_id, facts ->> 'fund' AS fund,
            coalesce((facts ->> 'restricted')::boolean, false) AS restricted
        FROM (
            SELECT
                originator_id, originator_version, convert_from(state, 'UTF8')::jsonb AS facts
            FROM journal_events
            WHERE topic = 'fund.defined/1' AND originator_id IN (SELECT unit_id FROM scope)
                AND notification_id <= %(upto)s
            OFFSET 0
        ) AS defined
        ORDER BY originator_id, facts ->> 'fund', originator_version DESC
    ) AS newest
    WHERE restricted
)
SELECT unit_id, NULL::bigint, %(last)s::date, sum(amount_vnd)::bigint, fund, count(*) OVER ()
FROM entry
JOIN restricted USING (unit_id, fund)
WHERE account IN ('cash', 'bank', 'savings', 'collector', 'goods')
    AND booked_on <= %(last)s AND position <= %(upto)s
GROUP BY unit_id, fund
HAVING sum(amount_vnd) < 0
ORDER BY sum(amount_vnd), unit_id
LIMIT %(limit)s;

-- name: check_restricted_costs --
-- Costs that are no award, paid out of restricted funds.
WITH restricted AS (
    SELECT unit_id, fund
    FROM (
        SELECT DISTINCT ON (originator_id, facts ->> 'fund')
            originator_id AS unit_id, facts ->> 'fund' AS fund,
            coalesce((facts ->> 'restricted')::boolean, false) AS restricted
        FROM (
            SELECT
                originator_id, originator_version, convert_from(state, 'UTF8')::jsonb AS facts
            FROM journal_events
            WHERE topic = 'fund.defined/1' AND originator_id IN (SELECT unit_id FROM scope)
                AND notification_id <= %(upto)s
            OFFSET 0
        ) AS defined
        ORDER BY originator_id, facts ->> 'fund', originator_version DESC
    ) AS newest
    WHERE restricted
)
SELECT unit_id, version, booked_on, amount_vnd, fund, count(*) OVER ()
FROM entry
JOIN restricted USING (unit_id, fund)
WHERE account = 'costs' AND amount_vnd > 0
    AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
ORDER BY amount_vnd DESC, unit_id, version
LIMIT %(limit)s;

-- name: check_goods_unvalued --
-- Goods that came in and that nobody valued.
SELECT
    unit_id, version, booked_on, 0::bigint, concat_ws(' ', trim_scale(quantity), counted_in, place),
    count(*) OVER ()
FROM entry
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND account = 'goods' AND quantity > 0 AND amount_vnd = 0
    AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
ORDER BY booked_on, unit_id, version
LIMIT %(limit)s;

-- name: check_transit --
-- Transfers that were sent so many days before the end and have not arrived by then.
SELECT
    entry.unit_id, min(version) FILTER (WHERE account = 'transit.sent'), sent_on,
    sum(amount_vnd)::bigint, other.code, count(*) OVER ()
FROM entry
LEFT JOIN unit AS other ON other.unit_id = other_unit_id
WHERE entry.unit_id IN (SELECT unit_id FROM scope)
    AND account IN ('transit.sent', 'transit.arrived')
    AND booked_on <= %(last)s AND position <= %(upto)s
    AND sent_on < %(last)s::date - %(days)s::int
GROUP BY entry.unit_id, other.code, sent_on, fund
HAVING sum(amount_vnd) > 0
ORDER BY sent_on, entry.unit_id
LIMIT %(limit)s;

-- name: check_held --
-- Money that holders had collected so many days before the end and still hold.
SELECT
    unit_id, NULL::bigint, %(last)s::date,
    (sum(amount_vnd) - coalesce(sum(amount_vnd) FILTER (
        WHERE amount_vnd > 0 AND booked_on >= %(last)s::date - %(days)s::int
    ), 0))::bigint,
    place, count(*) OVER ()
FROM entry
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND account = 'held' AND booked_on <= %(last)s AND position <= %(upto)s
GROUP BY unit_id, place
HAVING sum(amount_vnd) > coalesce(sum(amount_vnd) FILTER (
    WHERE amount_vnd > 0 AND booked_on >= %(last)s::date - %(days)s::int
), 0)
ORDER BY 4 DESC, unit_id
LIMIT %(limit)s;

-- name: check_collectors --
-- Money that collectors had so many days before the end and have not handed in.
SELECT
    unit_id, NULL::bigint, %(last)s::date,
    (sum(amount_vnd) - coalesce(sum(amount_vnd) FILTER (
        WHERE amount_vnd > 0 AND booked_on >= %(last)s::date - %(days)s::int
    ), 0))::bigint,
    place, count(*) OVER ()
FROM entry
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND account = 'collector' AND booked_on <= %(last)s AND position <= %(upto)s
GROUP BY unit_id, place
HAVING sum(amount_vnd) > coalesce(sum(amount_vnd) FILTER (
    WHERE amount_vnd > 0 AND booked_on >= %(last)s::date - %(days)s::int
), 0)
ORDER BY 4 DESC, unit_id
LIMIT %(limit)s;

-- name: check_approved_outside --
-- Money that went out, and reversals, that were decided elsewhere and written down here.
SELECT
    unit_id, version, booked_on, abs(amount_vnd), topic, count(*) OVER ()
FROM entry
JOIN journal_events ON notification_id = position
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
    AND topic = ANY (%(money_out)s)
    AND convert_from(state, 'UTF8')::jsonb ->> 'approved_outside' = 'true'
ORDER BY abs(amount_vnd) DESC, unit_id, version
LIMIT %(limit)s;

-- name: check_one_person --
-- Money that went out, and reversals, that no second person admitted: within what one may do alone.
SELECT
    unit_id, version, booked_on, abs(amount_vnd), topic, count(*) OVER ()
FROM entry
JOIN journal_events ON notification_id = position
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
    AND topic = ANY (%(money_out)s)
    AND NOT EXISTS (SELECT FROM admitted WHERE admitted.position = entry.position)
    AND convert_from(state, 'UTF8')::jsonb ->> 'approved_outside' IS NULL
ORDER BY abs(amount_vnd) DESC, unit_id, version
LIMIT %(limit)s;

-- name: check_same_person --
-- Approvals that were asked for and given by one and the same person.
SELECT given.unit_id, given.version, given.on_day, asked.total_vnd, asked.key, count(*) OVER ()
FROM approval_step AS given
JOIN approval_step AS asked
    ON asked.unit_id = given.unit_id AND asked.key = given.key AND asked.step = 'asked'
WHERE given.unit_id IN (SELECT unit_id FROM scope) AND given.step = 'given'
    AND given.person = asked.person AND given.position <= %(upto)s
    AND given.on_day BETWEEN %(first)s AND %(last)s
ORDER BY given.on_day, given.unit_id
LIMIT %(limit)s;

-- name: check_late --
-- Entries that were recorded so many days after the day on which they count, history left aside.
SELECT
    unit_id, version, booked_on, abs(amount_vnd),
    (recorded_at AT TIME ZONE INTERVAL '7 hours')::date::text, count(*) OVER ()
FROM entry
JOIN journal_events ON notification_id = position
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
    AND (recorded_at AT TIME ZONE INTERVAL '7 hours')::date - booked_on > %(days)s::int
    AND convert_from(state, 'UTF8')::jsonb ->> 'approved_outside' IS NULL
ORDER BY booked_on, unit_id, version
LIMIT %(limit)s;

-- name: check_reversals --
-- Units of whose entries of the period many were undone: more than two, and more than one in fifty.
WITH entries AS (
    SELECT unit_id, count(*) AS entries,
        count(*) FILTER (WHERE topic = 'entry.reversed/1') AS undone,
        max(version) FILTER (WHERE topic = 'entry.reversed/1') AS newest
    FROM entry
    JOIN journal_events ON notification_id = position
    WHERE unit_id IN (SELECT unit_id FROM scope)
        AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
    GROUP BY unit_id
)
SELECT unit_id, newest, %(last)s::date, 0::bigint, undone || ' / ' || entries, count(*) OVER ()
FROM entries
WHERE undone > 2 AND undone * 50 > entries
ORDER BY undone DESC, unit_id
LIMIT %(limit)s;

-- name: check_same_gift --
-- Gifts of one donor on one day for the same amount, more than once.
SELECT
    unit_id, max(version), received_on, amount_vnd, count(*)::text || ' ×', count(*) OVER ()
FROM gift
WHERE unit_id IN (SELECT unit_id FROM scope) AND position <= %(upto)s
    AND received_on BETWEEN %(first)s AND %(last)s
    AND reversed_on IS NULL AND person IS NOT NULL AND amount_vnd IS NOT NULL
GROUP BY unit_id, received_on, amount_vnd, person
HAVING count(*) > 1
ORDER BY amount_vnd DESC, unit_id
LIMIT %(limit)s;

-- name: check_same_payout --
-- Awards of one kind to one recipient on one day for the same amount, more than once.
SELECT unit_id, max(version), paid_on, amount_vnd, count(*)::text || ' ×', count(*) OVER ()
FROM payout
WHERE unit_id IN (SELECT unit_id FROM scope) AND position <= %(upto)s
    AND paid_on BETWEEN %(first)s AND %(last)s
    AND reversed_on IS NULL AND amount_vnd IS NOT NULL
GROUP BY unit_id, paid_on, amount_vnd, person, kind
HAVING count(*) > 1
ORDER BY amount_vnd DESC, unit_id
LIMIT %(limit)s;

-- name: check_undecided --
-- Awards behind which no decision stands.
SELECT unit_id, version, booked_on, abs(amount_vnd), NULL::text, count(*) OVER ()
FROM entry
JOIN journal_events ON notification_id = position
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
    AND topic IN ('payout.paid/1', 'payout.goods/1')
    AND position('"decision":'::bytea IN state) = 0
ORDER BY abs(amount_vnd) DESC, unit_id, version
LIMIT %(limit)s;

-- name: check_size --
-- How many entries there are in a period.
WITH scope AS (
    SELECT unit_id FROM own_or_above
    WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(last)s AND until > %(last)s
        AND (%(with_below)s OR unit_id = %(unit_id)s)
)
SELECT count(*)
FROM entry
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s;

-- name: checks_room --
-- Large sorts need room; inside a transaction only.
SET LOCAL work_mem = '64MB';
