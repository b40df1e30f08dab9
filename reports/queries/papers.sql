-- What papers ask of the journal and of the projections.

-- name: paper_pages --
-- The entries of one book that a paper may need: what its funds, holdings and series are, and
-- whatever bears a mark (a number as it stands in the stored bytes; a reversal repeats its
-- original's).
SELECT state
FROM journal_events
WHERE originator_id = %(unit_id)s
    AND (
        topic IN ('fund.defined/1', 'holding.defined/1', 'series.continued/1')
        OR position(%(mark)s::bytea IN state) > 0
    )
ORDER BY originator_version;

-- name: paper_units --
-- Code and name of some units on a day, and the name of the one above; before the first, as they
-- began.
SELECT asked.unit_id, own.code, own.name, above.name
FROM unnest(%(unit_ids)s::uuid[]) AS asked (unit_id)
CROSS JOIN LATERAL (
    SELECT code, name, parent_id
    FROM unit_term
    WHERE unit_term.unit_id = asked.unit_id
    ORDER BY valid_from > %(on)s::date, abs(valid_from - %(on)s::date)
    LIMIT 1
) AS own
LEFT JOIN LATERAL (
    SELECT name
    FROM unit_term
    WHERE unit_term.unit_id = own.parent_id
    ORDER BY valid_from > %(on)s::date, abs(valid_from - %(on)s::date)
    LIMIT 1
) AS above ON true;

-- name: paper_holders --
-- What some of those who collect for units are called.
SELECT holder, (
        SELECT private FROM private_parts
        WHERE unit_id = '00000000-0000-4000-8000-00000000a001'
            AND private_parts.version = holder.version
    ) AS private
FROM holder
WHERE holder = ANY (%(holders)s);

-- name: statement_gifts --
-- The gifts of a unit between two days of which the vault knows somebody, oldest first.
SELECT journal_events.state, private_parts.private
FROM gift
JOIN journal_events ON notification_id = gift.position
JOIN private_parts ON private_parts.unit_id = gift.unit_id AND private_parts.version = gift.version
WHERE gift.unit_id = %(unit_id)s AND gift.received_on BETWEEN %(first)s AND %(last)s
ORDER BY gift.received_on, gift.position;
