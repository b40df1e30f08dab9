-- Figures: sums of what changed, up to a day and up to the day before the period.

-- name: figures --
-- The figures of units: of their own book (is_own), and of everybody below them.
-- What had changed by the end of a day is the sum of whole years and of the days of the last one.
-- Taken with sign 1 up to %(as_of)s and with sign -1 up to %(before)s, flows are what lies
-- between; stocks are taken at the end of either day. Columns stand as in projections/figures.py.
SELECT
    unit_id,
    scope = 'own' AS is_own,
    sum(cash) FILTER (WHERE sign = 1)::bigint,
    sum(bank) FILTER (WHERE sign = 1)::bigint,
    sum(savings) FILTER (WHERE sign = 1)::bigint,
    sum(collector) FILTER (WHERE sign = 1)::bigint,
    sum(in_transit) FILTER (WHERE sign = 1)::bigint,
    sum(goods) FILTER (WHERE sign = 1)::bigint,
    sum(in_transit_out) FILTER (WHERE sign = 1)::bigint,
    sum(held) FILTER (WHERE sign = 1)::bigint,
    sum(cash + bank + savings + collector + in_transit) FILTER (WHERE sign = -1)::bigint,
    sum(goods) FILTER (WHERE sign = -1)::bigint,
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
FROM (
    SELECT 1 AS sign, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'year' AND starts_on < %(year)s
    UNION ALL
    SELECT 1, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'day'
        AND starts_on >= %(year)s AND starts_on <= %(as_of)s
    UNION ALL
    SELECT -1, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'year' AND starts_on < %(year_before)s
    UNION ALL
    SELECT -1, movement.* FROM movement
    WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'day'
        AND starts_on >= %(year_before)s AND starts_on <= %(before)s
) AS changed
WHERE scope = 'own'
    OR scope = 'as_was' AND (%(tree)s = 'as_was' OR unit_id <> ALL (%(changed_ids)s))
    OR scope = 'as_is' AND %(tree)s = 'as_is' AND unit_id = ANY (%(changed_ids)s)
GROUP BY unit_id, scope = 'own';

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
