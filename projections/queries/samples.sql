-- Samples that anybody can draw again.

-- name: sample_by_hash --
-- The entries whose SHA-256 of seed, new line, unit and version comes first.
WITH scope AS (
    SELECT unit_id FROM own_or_above
    WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(last)s AND until > %(last)s
        AND (%(with_below)s OR unit_id = %(unit_id)s)
)
SELECT unit_id, version, booked_on, abs(amount_vnd)
FROM entry
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
ORDER BY
    sha256(convert_to(
        %(seed)s || E'\n' || replace(unit_id::text, '-', '') || '-' || version, 'UTF8'
    )),
    position
LIMIT %(size)s;

-- name: sample_population --
-- How many entries there are to draw from, and their amounts added up.
WITH scope AS (
    SELECT unit_id FROM own_or_above
    WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(last)s AND until > %(last)s
        AND (%(with_below)s OR unit_id = %(unit_id)s)
)
SELECT count(*), coalesce(sum(abs(amount_vnd)), 0)::bigint
FROM entry
WHERE unit_id IN (SELECT unit_id FROM scope)
    AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s;

-- name: sample_by_amount --
-- Amounts laid end to end, by day and place in the log: the entries that hold the đồng numbered
-- %(start)s, %(start)s + %(step)s, and so on.
WITH scope AS (
    SELECT unit_id FROM own_or_above
    WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(last)s AND until > %(last)s
        AND (%(with_below)s OR unit_id = %(unit_id)s)
), laid AS (
    SELECT
        unit_id, version, booked_on, abs(amount_vnd) AS amount_vnd,
        sum(abs(amount_vnd)) OVER (ORDER BY booked_on, position) AS upto
    FROM entry
    WHERE unit_id IN (SELECT unit_id FROM scope)
        AND line = 0 AND booked_on BETWEEN %(first)s AND %(last)s AND position <= %(upto)s
)
SELECT unit_id, version, booked_on, amount_vnd
FROM laid
WHERE floor((upto - %(start)s)::numeric / %(step)s)
    > floor((upto - amount_vnd - %(start)s)::numeric / %(step)s)
ORDER BY upto
LIMIT %(size)s;

-- name: sample_newest_year --
-- The newest year in which anything was raised or paid in a unit or below it.
SELECT max(starts_on)
FROM movement
WHERE unit_id = %(unit_id)s AND grain = 'year'
    AND (raised_cash, raised_bank, raised_in_kind, raised_press, paid_cash, paid_bank, paid_in_kind)
        <> (0, 0, 0, 0, 0, 0, 0);
