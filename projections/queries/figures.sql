-- Figures: sums of what changed, up to a day and up to the day before the period.

-- name: figures --
-- The figures of units, for their own book and for everybody below them too (`subtree`).
-- What had changed by the end of a day is the sum of whole years and of the days of the last one.
-- Taken with sign 1 up to %(as_of)s and with sign -1 up to %(before)s, flows are what lies
-- between; stocks are taken at the end of either day.
SELECT
    unit_id,
    part,
    sum(cash) FILTER (WHERE sign = 1),
    sum(bank) FILTER (WHERE sign = 1),
    sum(savings) FILTER (WHERE sign = 1),
    sum(collector) FILTER (WHERE sign = 1),
    sum(in_transit) FILTER (WHERE sign = 1),
    sum(goods) FILTER (WHERE sign = 1),
    sum(in_transit_out) FILTER (WHERE sign = 1),
    sum(held) FILTER (WHERE sign = 1),
    sum(cash + bank + savings + collector + in_transit) FILTER (WHERE sign = -1),
    sum(goods) FILTER (WHERE sign = -1),
    sum(sign * brought_in_money),
    sum(sign * brought_in_goods),
    sum(sign * raised_cash),
    sum(sign * raised_bank),
    sum(sign * raised_in_kind),
    sum(sign * raised_press),
    sum(sign * other_income),
    sum(sign * paid_cash),
    sum(sign * paid_bank),
    sum(sign * paid_in_kind),
    sum(sign * occurrences),
    sum(sign * recipients),
    sum(sign * costs),
    sum(sign * transfers_in) + greatest(-sum(sign * passed_inside), 0),
    sum(sign * transfers_out) + greatest(sum(sign * passed_inside), 0),
    sum(sign * succession_in),
    sum(sign * succession_out),
    sum(sign * corrections_money),
    sum(sign * corrections_goods),
    sum(sign * facilitated)
FROM (
    SELECT 1 AS sign, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'year'
        AND starts_on < date_trunc('year', %(as_of)s::date)::date
    UNION ALL
    SELECT 1, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'day'
        AND starts_on >= date_trunc('year', %(as_of)s::date)::date
        AND starts_on <= %(as_of)s
    UNION ALL
    SELECT -1, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'year'
        AND starts_on < date_trunc('year', %(before)s::date)::date
    UNION ALL
    SELECT -1, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'day'
        AND starts_on >= date_trunc('year', %(before)s::date)::date
        AND starts_on <= %(before)s
) AS changed
JOIN unit USING (unit_id)
CROSS JOIN (VALUES ('own'), ('subtree')) AS parts (part)
WHERE scope = 'own'
    OR part = 'subtree' AND scope =
        CASE WHEN %(tree)s = 'as_is' AND tree_changed THEN 'as_is' ELSE 'as_was' END
GROUP BY unit_id, part;

-- name: unit_by_code --
-- The unit with a code: the one that bears it now, or else bore it last.
SELECT unit_id FROM unit_term WHERE code = %(code)s ORDER BY valid_from DESC LIMIT 1;

-- name: units_all --
-- Every unit, from the top of the tree down, by code within a level.
SELECT unit_id FROM unit_term
GROUP BY unit_id
ORDER BY min(array_position(
    ARRAY['central', 'province', 'district', 'commune', 'branch', 'board'], level
)), min(code);

-- name: units_described --
-- Code, name and level of some units as they were on a day; before the first, as they began.
SELECT DISTINCT ON (unit_id) unit_id, code, name, level
FROM unit_term
WHERE unit_id = ANY (%(unit_ids)s)
ORDER BY unit_id, valid_from <= %(on)s DESC, CASE WHEN valid_from <= %(on)s
    THEN valid_from - DATE '0001-01-01' ELSE DATE '9999-12-31' - valid_from END DESC;

-- name: children --
-- The units that stand right below a unit on a day (as_was) or today (as_is), by code.
SELECT unit_id
FROM (
    SELECT unit_id, code, parent_id, valid_from,
        lead(valid_from) OVER (PARTITION BY unit_id ORDER BY valid_from) AS next_from
    FROM unit_term
) AS terms
WHERE parent_id = %(unit_id)s
    AND CASE WHEN %(tree)s = 'as_is' THEN next_from IS NULL
        ELSE valid_from <= %(on)s AND (next_from IS NULL OR next_from > %(on)s) END
ORDER BY code;

-- name: known_now --
-- How far the projections have come, and when the last entry they know was recorded.
SELECT position, recorded_at FROM projected;

-- name: log_size --
-- How many entries the journal has.
SELECT count(*) FROM journal_events;

-- name: population_on --
-- The unit's own latest population not after a day.
SELECT persons, stated_on, source, members FROM population
WHERE unit_id = %(unit_id)s AND stated_on <= %(on)s
ORDER BY stated_on DESC
LIMIT 1;
