-- The registers of gifts and payouts, and the count of distinct recipients.

-- name: gifts_reversed --
-- Gifts that were undone.
UPDATE gift SET reversed_on = undone.booked_on
FROM unnest(%(units)s::uuid[], %(keys)s::text[], %(days)s::date[])
    AS undone (unit_id, key, booked_on)
WHERE gift.unit_id = undone.unit_id AND gift.key = undone.key;

-- name: payouts_reversed --
-- Payouts that were undone.
UPDATE payout SET reversed_on = undone.booked_on, reversed_position = undone.position
FROM unnest(%(units)s::uuid[], %(keys)s::text[], %(days)s::date[], %(positions)s::bigint[])
    AS undone (unit_id, key, booked_on, position)
WHERE payout.unit_id = undone.unit_id AND payout.key = undone.key;

-- name: recipients_touched --
-- All payouts of the recipients about whom something new was recorded.
INSERT INTO touched
SELECT unit_id, person, paid_on, reversed_on, position, reversed_position
FROM payout
WHERE (unit_id, person) IN (
    SELECT unit_id, person FROM payout WHERE position > %(after)s AND position <= %(upto)s
    UNION ALL
    SELECT unit_id, person
    FROM payout
    JOIN unnest(%(units)s::uuid[], %(keys)s::text[]) AS undone (unit_id, key)
        USING (unit_id, key)
);

-- name: recipients_touched_first --
-- The same while nobody has been counted: all payouts.
INSERT INTO touched
SELECT unit_id, person, paid_on, reversed_on, position, reversed_position FROM payout;

-- name: recipients_forget --
-- Take back what was counted of them.
INSERT INTO change (unit_id, day, recipients)
SELECT unit_id, on_day, -step
FROM recipient_step
WHERE (unit_id, person) IN (SELECT unit_id, person FROM touched);

-- name: recipients_forget_steps --
-- And forget how they were counted.
DELETE FROM recipient_step
WHERE (unit_id, person) IN (SELECT unit_id, person FROM touched);

-- name: recipients_count --
-- Count each recipient of a unit once in a calendar year, from the first payout that was not
-- undone (yet). Where none was undone that is the first of the year, and so it stands since that one
-- was recorded (day and position are found as the least of one number). Else the days covered by
-- payouts of the year are joined, and each span counts one up where it begins and one down where
-- it ends before the year does; so it stands since the last entry.
WITH paid AS (
    SELECT
        unit_id, person, extract(year FROM paid_on)::int AS year, min(paid_on) AS first_on,
        count(reversed_on) > 0 AS some_undone, min(position) AS first_position,
        min(((paid_on - DATE '0001-01-01')::bigint << 41) + position) & ((1::bigint << 41) - 1)
            AS counted_position,
        max(greatest(position, reversed_position)) AS last_position
    FROM touched
    GROUP BY unit_id, person, extract(year FROM paid_on)::int
)
INSERT INTO recipient_step (unit_id, person, first_position, stands_since, on_day, step)
SELECT unit_id, person, first_position, counted_position, first_on, 1
FROM paid
WHERE NOT some_undone
UNION ALL
SELECT unit_id, person, first_position, last_position, on_day, sum(step)
FROM (
    SELECT
        unit_id, person, first_position, last_position, unnest(range_agg(covered)) AS span
    FROM (
        SELECT
            unit_id, person, first_position, last_position,
            daterange(
                paid_on,
                least(reversed_on, (date_trunc('year', paid_on) + INTERVAL '1 year')::date)
            ) AS covered
        FROM paid
        JOIN touched USING (unit_id, person)
        WHERE some_undone AND extract(year FROM paid_on) = year
    ) AS payouts
    GROUP BY unit_id, person, first_position, last_position
) AS spans
CROSS JOIN LATERAL (VALUES (lower(span), 1), (upper(span), -1)) AS edge (on_day, step)
WHERE NOT isempty(span)
    AND NOT (step = -1 AND date_trunc('year', on_day) = on_day)
GROUP BY unit_id, person, first_position, last_position, on_day
HAVING sum(step) <> 0;

-- name: recipients_add --
-- Add what is counted of them now.
INSERT INTO change (unit_id, day, recipients)
SELECT unit_id, on_day, sum(step)
FROM recipient_step
WHERE (unit_id, person) IN (SELECT unit_id, person FROM touched)
GROUP BY unit_id, on_day;

-- name: top_gifts --
-- The largest gifts of a unit and everybody below it in a year.
SELECT gift.received_on, unit.code, private, link IS NOT NULL, gift.channel, gift.amount_vnd, gift.key
FROM gift
JOIN unit USING (unit_id)
LEFT JOIN private_parts USING (unit_id, version)
LEFT JOIN forgotten USING (unit_id, version)
WHERE reversed_on IS NULL AND amount_vnd IS NOT NULL
    AND received_on BETWEEN %(first)s AND %(last)s
    AND unit_id IN (
        SELECT unit_id FROM own_or_above
        WHERE ancestor_id = %(unit_id)s AND tree = 'as_was'
    )
ORDER BY amount_vnd DESC, position
LIMIT %(limit)s;

-- name: top_payouts --
-- The largest payouts of a unit and everybody below it in a year.
SELECT payout.paid_on, unit.code, private, link IS NOT NULL, payout.kind, payout.amount_vnd, payout.key
FROM payout
JOIN unit USING (unit_id)
LEFT JOIN private_parts USING (unit_id, version)
LEFT JOIN forgotten USING (unit_id, version)
WHERE reversed_on IS NULL AND amount_vnd IS NOT NULL
    AND paid_on BETWEEN %(first)s AND %(last)s
    AND unit_id IN (
        SELECT unit_id FROM own_or_above
        WHERE ancestor_id = %(unit_id)s AND tree = 'as_was'
    )
ORDER BY amount_vnd DESC, position
LIMIT %(limit)s;

-- name: recipients_all --
-- What is counted of all recipients, when the sums above units are made again.
INSERT INTO change (unit_id, day, recipients)
SELECT unit_id, on_day, sum(step) FROM recipient_step GROUP BY unit_id, on_day;
