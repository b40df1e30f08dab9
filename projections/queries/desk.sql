-- What a treasurer's desk shows of one unit.

-- name: desk_definitions --
-- The funds and holdings of a book as they were last described, each with its private part.
SELECT state, private
FROM journal_events
LEFT JOIN private_parts
    ON private_parts.unit_id = originator_id AND private_parts.version = originator_version
WHERE originator_id = %(unit_id)s AND topic IN ('fund.defined/1', 'holding.defined/1')
ORDER BY originator_version;

-- name: desk_holders --
-- Everybody who may collect for units.
SELECT holder, kind, (
        SELECT private FROM private_parts
        WHERE unit_id = '00000000-0000-4000-8000-00000000a001'
            AND private_parts.version = holder.version
    ) AS private
FROM holder;

-- name: desk_held --
-- What a unit holds now, where anything is left.
SELECT account, fund, place, counted_in, amount_vnd, quantity
FROM holding_balance
WHERE unit_id = %(unit_id)s AND (amount_vnd <> 0 OR quantity <> 0)
ORDER BY array_position(
    ARRAY['cash', 'bank', 'savings', 'collector', 'goods', 'held'], account
), fund, place, counted_in;

-- name: desk_newest --
-- The newest entries of some types in a book, each with its private part. They come from the
-- journal itself, so that nobody waits for the projections to see what was just recorded.
SELECT state, private
FROM journal_events
LEFT JOIN private_parts
    ON private_parts.unit_id = originator_id AND private_parts.version = originator_version
WHERE originator_id = %(unit_id)s AND topic = ANY (%(topics)s)
ORDER BY originator_version DESC
LIMIT %(limit)s;

-- name: desk_of_keys --
-- The entries recorded under some commands, each with its private part.
SELECT state, private
FROM command_log
JOIN journal_events
    ON originator_id = command_log.unit_id AND originator_version = command_log.version
LEFT JOIN private_parts
    ON private_parts.unit_id = originator_id AND private_parts.version = originator_version
WHERE command_id = ANY (%(command_ids)s)
ORDER BY originator_id, originator_version;

-- name: desk_answered --
-- Which of some commands were answered.
SELECT command_id FROM command_log WHERE command_id = ANY (%(command_ids)s);

-- name: desk_day --
-- How many entries of a unit count on a day, what came in and what was paid (money and goods).
SELECT
    count(DISTINCT version),
    coalesce(-sum(amount_vnd) FILTER (
        WHERE starts_with(account, 'raised.') OR account = 'other_income'
    ), 0)::bigint,
    coalesce(sum(amount_vnd) FILTER (
        WHERE starts_with(account, 'paid.') OR account = 'costs'
    ), 0)::bigint
FROM entry
WHERE unit_id = %(unit_id)s AND booked_on = %(on)s;

-- name: desk_donors --
-- Those of whom the newest gifts of a unit were, the latest first: the private part of the latest
-- gift of each. Only so many are looked through, so that an answer comes while somebody types.
SELECT private
FROM (
    SELECT DISTINCT ON (person) unit_id, version, position
    FROM (
        SELECT person, unit_id, version, position
        FROM gift
        WHERE unit_id = %(unit_id)s AND person IS NOT NULL
        ORDER BY received_on DESC
        LIMIT %(among)s
    ) AS recent
    ORDER BY person, position DESC
) AS donors
JOIN private_parts USING (unit_id, version)
ORDER BY position DESC;

-- name: desk_sent_here --
-- What other units have sent to a unit, newest first; undone or arrived ones are told apart later.
SELECT state
FROM entry
JOIN journal_events ON originator_id = unit_id AND originator_version = version
WHERE other_unit_id = %(unit_id)s AND account = 'transit.sent' AND amount_vnd > 0
ORDER BY position DESC
LIMIT %(limit)s;

-- name: desk_sent_from --
-- What a unit has sent to others, newest first.
SELECT state
FROM entry
JOIN journal_events ON originator_id = unit_id AND originator_version = version
WHERE unit_id = %(unit_id)s AND account = 'transit.sent' AND amount_vnd > 0
ORDER BY position DESC
LIMIT %(limit)s;

-- name: desk_units --
-- Code and name of some units as they are called now.
SELECT DISTINCT ON (unit_id) unit_id, code, name
FROM unit_term
WHERE unit_id = ANY (%(unit_ids)s)
ORDER BY unit_id, valid_from DESC;

-- name: desk_reversed --
-- Which of some rows of a unit have been undone: their keys.
SELECT convert_from(state, 'UTF8')::json ->> 'reverses'
FROM journal_events
WHERE originator_id = %(unit_id)s AND topic = 'entry.reversed/1'
    AND convert_from(state, 'UTF8')::json ->> 'reverses' = ANY (%(keys)s);

-- name: desk_approval --
-- Everything that a book says about one approval: that it was asked for, what was decided, and the
-- rows that were recorded with it. The marks are looked for in the stored bytes.
SELECT state, private
FROM journal_events
LEFT JOIN private_parts
    ON private_parts.unit_id = originator_id AND private_parts.version = originator_version
WHERE originator_id = %(unit_id)s
    AND (
        starts_with(topic, 'approval.') AND position(%(key_mark)s::bytea IN state) > 0
        OR position(%(approval_mark)s::bytea IN state) > 0
    )
ORDER BY originator_version;

-- name: desk_near_units --
-- The unit above a unit now, those beside it and those right below it: to whom money mostly goes.
WITH own AS (
    SELECT parent_id FROM unit_term
    WHERE unit_id = %(unit_id)s
    ORDER BY valid_from DESC
    LIMIT 1
),
newest AS (
    SELECT DISTINCT ON (unit_id) unit_id, code, name, parent_id, valid_to
    FROM unit_term
    WHERE unit_id IN (SELECT parent_id FROM own)
        OR parent_id = %(unit_id)s
        OR parent_id IN (SELECT parent_id FROM own)
    ORDER BY unit_id, valid_from DESC
)
SELECT code, name
FROM newest
WHERE unit_id <> %(unit_id)s AND (valid_to IS NULL OR valid_to >= %(on)s)
ORDER BY
    unit_id IN (SELECT parent_id FROM own) DESC, parent_id = %(unit_id)s DESC, code
LIMIT %(limit)s;

-- name: desk_between --
-- The entries of a unit that count between two days, in the order of its book.
SELECT state, private
FROM (
    SELECT DISTINCT version FROM entry
    WHERE unit_id = %(unit_id)s AND booked_on BETWEEN %(first)s AND %(last)s
    ORDER BY version
    LIMIT %(limit)s
) AS counted
JOIN journal_events ON originator_id = %(unit_id)s AND originator_version = version
LEFT JOIN private_parts
    ON private_parts.unit_id = originator_id AND private_parts.version = originator_version
ORDER BY originator_version;
