-- The numbers of papers: which were used, which were cancelled, where a series goes on from.

-- name: series_units --
-- Units below one on a day that have entries in some years, itself first, from the top of the tree
-- down; a page at a time, each with how many there are in all.
SELECT unit_id, count(*) OVER ()
FROM own_or_above
JOIN LATERAL (
    SELECT level, code FROM unit_term
    WHERE unit_term.unit_id = own_or_above.unit_id
    ORDER BY valid_from > %(on)s::date, abs(valid_from - %(on)s::date)
    LIMIT 1
) AS called ON true
WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(on)s AND until > %(on)s
    AND (%(with_below)s OR unit_id = %(unit_id)s)
    AND EXISTS (
        SELECT FROM entry
        WHERE entry.unit_id = own_or_above.unit_id
            AND booked_on BETWEEN make_date(%(first_year)s, 1, 1) AND make_date(%(last_year)s, 12, 31)
    )
ORDER BY unit_id <> %(unit_id)s, array_position(
    ARRAY['central', 'province', 'district', 'commune', 'branch', 'board'], level
), code
LIMIT %(limit)s OFFSET %(offset)s;

-- name: series_numbers --
-- Every number of some units, with its lines and how many of them were undone.
WITH vouched AS (
    SELECT
        unit_id, series, year, number, count(*) AS lines
    FROM (
        SELECT
            originator_id AS unit_id, facts ->> 'series' AS series,
            left(facts ->> 'booked_on', 4)::int AS year, (facts ->> 'number')::bigint AS number
        FROM (
            SELECT originator_id, convert_from(state, 'UTF8')::jsonb AS facts
            FROM journal_events
            WHERE originator_id = ANY (%(unit_ids)s)
                AND notification_id <= %(upto)s AND topic = ANY (%(topics)s)
            OFFSET 0
        ) AS stored
    ) AS lines
    GROUP BY unit_id, series, year, number
), undone AS (
    SELECT
        originator_id AS unit_id, facts ->> 'series' AS series,
        left(facts ->> 'booked_on', 4)::int AS year, (facts ->> 'number')::bigint AS number,
        count(*) AS lines
    FROM (
        SELECT originator_id, convert_from(state, 'UTF8')::jsonb -> 'original' AS facts
        FROM journal_events
        WHERE originator_id = ANY (%(unit_ids)s)
            AND notification_id <= %(upto)s AND topic = 'entry.reversed/1'
        OFFSET 0
    ) AS stored
    WHERE facts ->> 'series' IS NOT NULL
    GROUP BY 1, 2, 3, 4
)
SELECT unit_id, series, year, number, vouched.lines, coalesce(undone.lines, 0)
FROM vouched
LEFT JOIN undone USING (unit_id, series, year, number)
WHERE year BETWEEN %(first_year)s AND %(last_year)s
UNION ALL
SELECT
    unit_id, 'BN', extract(year FROM received_on)::int, receipt_number, count(*),
    count(reversed_on)
FROM gift
WHERE unit_id = ANY (%(unit_ids)s) AND position <= %(upto)s
    AND extract(year FROM received_on) BETWEEN %(first_year)s AND %(last_year)s
GROUP BY unit_id, extract(year FROM received_on), receipt_number
ORDER BY 1, 2, 3, 4;

-- name: series_continued --
-- Where the series of some units go on from, and in which entry that was said.
SELECT
    originator_id, originator_version, facts ->> 'series', (facts ->> 'year')::int,
    (facts ->> 'next_number')::bigint
FROM (
    SELECT originator_id, originator_version, convert_from(state, 'UTF8')::jsonb AS facts
    FROM journal_events
    WHERE originator_id = ANY (%(unit_ids)s)
        AND notification_id <= %(upto)s AND topic = 'series.continued/1'
    OFFSET 0
) AS said
ORDER BY 1, 2;

-- name: series_replaced --
-- The papers that were replaced, and those that stand in their place: voucher and donor's receipt.
SELECT
    stored.originator_id, paper ->> 'series', (paper ->> 'year')::int,
    (paper ->> 'number')::bigint, facts ->> 'series', (facts ->> 'number')::bigint,
    (facts ->> 'receipt_number')::bigint, left(facts ->> 'booked_on', 4)::int
FROM (
    SELECT originator_id, convert_from(state, 'UTF8')::jsonb AS facts
    FROM journal_events
    WHERE originator_id = ANY (%(unit_ids)s)
        AND notification_id <= %(upto)s AND topic <> 'entry.reversed/1'
        AND position(%(mark)s::bytea IN state) > 0
    OFFSET 0
) AS stored
CROSS JOIN LATERAL jsonb_array_elements(facts -> 'replaces') AS paper
ORDER BY 1, 2, 3, 4, (facts ->> 'version')::bigint;
