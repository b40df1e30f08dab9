-- Figures: sums of what changed, up to a day and up to the day before the period.

-- name: figures --
-- The figures of units in one or more periods, numbered from 1: of their own book (is_own), and of
-- everybody below them; of those who have any.
-- What had changed before a day is the sum of whole years, of the whole months of its year and of
-- the days of its month. Taken with sign 1 before the day after the period and with sign -1 before
-- its first, flows are what lies between; stocks are taken at either edge. Columns stand as in
-- projections/figures.py.
WITH span AS MATERIALIZED (
    SELECT period, sign, grain, since, until
    FROM unnest(%(firsts)s::date[], %(as_ofs)s::date[])
        WITH ORDINALITY AS asked (first, as_of, period)
    CROSS JOIN LATERAL (VALUES (1, as_of + 1), (-1, first)) AS edge (sign, before)
    CROSS JOIN LATERAL (VALUES (
        date_trunc('year', before::timestamp)::date, date_trunc('month', before::timestamp)::date
    )) AS begun (year, month)
    CROSS JOIN LATERAL (VALUES
        ('year', DATE '-infinity', year), ('month', year, month), ('day', month, before)
    ) AS part (grain, since, until)
    WHERE since < until
)
SELECT unit_id, period, scope = 'own' AS is_own, figures.*
FROM unnest(%(unit_ids)s::uuid[]) AS unit (unit_id)
CROSS JOIN (VALUES ('own'), (%(tree)s)) AS whose (scope)
CROSS JOIN generate_series(1, cardinality(%(firsts)s::date[])) AS period
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(cash) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(sum(bank) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(sum(savings) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(sum(collector) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(sum(in_transit) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(sum(goods) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(sum(in_transit_out) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(sum(held) FILTER (WHERE sign = 1), 0)::bigint,
        coalesce(
            sum(cash + bank + savings + collector + in_transit) FILTER (WHERE sign = -1), 0
        )::bigint,
        coalesce(sum(goods) FILTER (WHERE sign = -1), 0)::bigint,
        sum(brought_in_money * sign)::bigint,
        sum(brought_in_goods * sign)::bigint,
        sum(raised_cash * sign)::bigint,
        sum(raised_bank * sign)::bigint,
        sum(raised_in_kind * sign)::bigint,
        sum(raised_press * sign)::bigint,
        sum(other_income * sign)::bigint,
        sum(paid_cash * sign)::bigint,
        sum(paid_bank * sign)::bigint,
        sum(paid_in_kind * sign)::bigint,
        sum(occurrences * sign)::bigint,
        sum(recipients * sign)::bigint,
        sum(costs * sign)::bigint,
        sum(transfers_in * sign)::bigint,
        sum(transfers_out * sign)::bigint,
        sum(succession_in * sign)::bigint,
        sum(succession_out * sign)::bigint,
        sum(corrections_money * sign)::bigint,
        sum(corrections_goods * sign)::bigint,
        sum(facilitated * sign)::bigint
    FROM span
    CROSS JOIN LATERAL (
        SELECT * FROM movement
        WHERE movement.unit_id = unit.unit_id AND movement.scope = whose.scope
            AND movement.grain = span.grain AND starts_on >= since AND starts_on < until
        -- A fence: each span is looked up by the key, never all that a unit ever had.
        OFFSET 0
    ) AS changed
    WHERE span.period = period.period
    HAVING count(*) > 0
) AS figures;

-- name: units_with_changed_tree --
-- Which of some units had others below them for a part of the time only.
SELECT unit_id FROM unit WHERE unit_id = ANY (%(unit_ids)s) AND tree_changed;

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
-- How many entries the projections know, and when the last of them was recorded.
SELECT log_size, recorded_at FROM projected;

-- name: population_on --
-- The unit's own latest population not after a day.
SELECT persons, stated_on, source, members FROM population
WHERE unit_id = %(unit_id)s AND stated_on <= %(on)s
ORDER BY stated_on DESC
LIMIT 1;
