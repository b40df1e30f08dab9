-- What the pages for everybody ask: the whole association, one unit, its months and its children.

-- name: top_units --
-- Units that stood below nobody on a day, by code. Before the first day of all: none.
SELECT unit_id
FROM unit_term AS own
WHERE parent_id IS NULL AND valid_from <= %(on)s AND NOT EXISTS (
    SELECT FROM unit_term AS later
    WHERE later.unit_id = own.unit_id AND later.valid_from > own.valid_from
        AND later.valid_from <= %(on)s
)
ORDER BY code;

-- name: any_unit --
-- Whether there is any unit at all.
SELECT EXISTS (SELECT FROM unit);

-- name: years_of_units --
-- The years in which something was booked for some units or those below them, the latest first;
-- and whether anything was raised or paid in them.
SELECT
    extract(year FROM starts_on)::int AS year,
    bool_or(
        raised_cash + raised_bank + raised_in_kind + raised_press > 0
        OR paid_cash + paid_bank + paid_in_kind > 0
    )
FROM movement
WHERE unit_id = ANY (%(unit_ids)s) AND grain = 'year'
GROUP BY year
ORDER BY year DESC;

-- name: figures_of_levels --
-- Where money came from and went at each level, by the units' own books: flows of the year, and
-- what is held at the end of the day. A unit belongs to the level that it had on the day. Up to the
-- day there are the years before `begun`, the months from then to `month`, and the days from then:
-- at the end of a year, or of a month, nothing is read by the day.
WITH called AS MATERIALIZED (
    SELECT DISTINCT ON (unit_id) unit_id, level
    FROM unit_term
    WHERE valid_from <= %(as_of)s
    ORDER BY unit_id, valid_from DESC
), changed AS (
    SELECT starts_on >= %(year)s AS of_year, movement.*
    FROM movement
    WHERE scope = 'own' AND grain = 'year' AND starts_on < %(begun)s
    UNION ALL
    SELECT true, movement.*
    FROM movement
    WHERE scope = 'own' AND grain = 'month' AND starts_on >= %(begun)s AND starts_on < %(month)s
    UNION ALL
    SELECT true, movement.*
    FROM movement
    WHERE scope = 'own' AND grain = 'day' AND starts_on >= %(month)s AND starts_on <= %(as_of)s
)
SELECT
    level,
    units,
    coalesce(raised_cash, 0)::bigint,
    coalesce(raised_bank, 0)::bigint,
    coalesce(raised_in_kind, 0)::bigint,
    coalesce(raised_press, 0)::bigint,
    coalesce(other_income, 0)::bigint,
    coalesce(paid_cash, 0)::bigint,
    coalesce(paid_bank, 0)::bigint,
    coalesce(paid_in_kind, 0)::bigint,
    coalesce(costs, 0)::bigint,
    coalesce(money, 0)::bigint,
    coalesce(goods, 0)::bigint
FROM (SELECT level, count(*) AS units FROM called GROUP BY level) AS counted
LEFT JOIN (
    SELECT
        level,
        sum(raised_cash) FILTER (WHERE of_year) AS raised_cash,
        sum(raised_bank) FILTER (WHERE of_year) AS raised_bank,
        sum(raised_in_kind) FILTER (WHERE of_year) AS raised_in_kind,
        sum(raised_press) FILTER (WHERE of_year) AS raised_press,
        sum(other_income) FILTER (WHERE of_year) AS other_income,
        sum(paid_cash) FILTER (WHERE of_year) AS paid_cash,
        sum(paid_bank) FILTER (WHERE of_year) AS paid_bank,
        sum(paid_in_kind) FILTER (WHERE of_year) AS paid_in_kind,
        sum(costs) FILTER (WHERE of_year) AS costs,
        sum(cash + bank + savings + collector) AS money,
        sum(goods) AS goods
    FROM called
    JOIN changed USING (unit_id)
    GROUP BY level
) AS added USING (level)
ORDER BY array_position(
    ARRAY['central', 'province', 'district', 'commune', 'branch', 'board'], level
);

-- name: units_of_level --
-- The units of a level by their last terms that had begun by a day, by code; and the unit above.
WITH called AS (
    SELECT DISTINCT ON (unit_id) unit_id, code, name, level, parent_id, valid_to
    FROM unit_term
    WHERE valid_from <= %(on)s
    ORDER BY unit_id, valid_from DESC
)
SELECT
    called.code, called.name,
    CASE WHEN called.valid_to < %(on)s THEN called.valid_to END,
    above.code, above.name
FROM called
LEFT JOIN called AS above ON above.unit_id = called.parent_id
WHERE called.level = %(level)s AND called.code > %(after)s
ORDER BY called.code
LIMIT %(limit)s;

-- name: count_of_level --
-- How many there are.
SELECT count(*) FROM (
    SELECT DISTINCT ON (unit_id) level
    FROM unit_term
    WHERE valid_from <= %(on)s
    ORDER BY unit_id, valid_from DESC
) AS called
WHERE level = %(level)s;

-- name: populations_of --
-- What was said of a unit's population, the latest day first.
SELECT stated_on, persons, members, source
FROM population WHERE unit_id = %(unit_id)s
ORDER BY stated_on DESC;

-- name: months_of_unit --
-- What a unit raised and paid in each month of a period, by its own book or with all below it.
SELECT
    date_trunc('month', starts_on)::date AS month,
    sum(raised_cash + raised_bank + raised_in_kind + raised_press)::bigint,
    sum(paid_cash + paid_bank + paid_in_kind)::bigint
FROM movement
WHERE unit_id = %(unit_id)s AND grain = 'day' AND starts_on BETWEEN %(first)s AND %(as_of)s
    AND scope = ANY (%(scopes)s)
GROUP BY month
ORDER BY month;

-- name: terms_of_unit --
-- What a unit was called and below whom it stood, oldest first; the one above as it was called then
-- or, while the term lasts, on the day asked for.
SELECT
    own.valid_from, own.valid_to, own.code, own.name, own.level, own.kind, own.parent_id,
    above.code, above.name
FROM unit_term AS own
LEFT JOIN LATERAL (
    SELECT code, name
    FROM unit_term
    WHERE unit_term.unit_id = own.parent_id
    ORDER BY
        valid_from > greatest(own.valid_from, least(own.valid_to, %(on)s)),
        abs(valid_from - greatest(own.valid_from, least(own.valid_to, %(on)s)))
    LIMIT 1
) AS above ON true
WHERE own.unit_id = %(unit_id)s
ORDER BY own.valid_from;

-- name: children_on --
-- The units that stood right below a unit on a day, by code, as they were called then; one that had
-- ended by then stays below its last parent.
SELECT own.unit_id, own.code, own.name, own.level, coalesce(own.valid_to < %(on)s, false)
FROM unit_term AS own
WHERE parent_id = %(unit_id)s AND valid_from <= %(on)s AND NOT EXISTS (
    SELECT FROM unit_term AS later
    WHERE later.unit_id = own.unit_id AND later.valid_from > own.valid_from
        AND later.valid_from <= %(on)s
)
ORDER BY own.code;

-- name: holdings_on --
-- What the own book of a unit holds at the end of a day, by kind, place and fund.
SELECT
    account, coalesce(place, '') AS place, fund, coalesce(counted_in, '') AS counted_in,
    sum(amount_vnd)::bigint, coalesce(sum(quantity), 0)
FROM entry
WHERE unit_id = %(unit_id)s AND booked_on <= %(as_of)s
    AND account IN ('cash', 'bank', 'savings', 'collector', 'goods', 'held')
GROUP BY account, place, fund, counted_in
HAVING sum(amount_vnd) <> 0 OR coalesce(sum(quantity), 0) <> 0
ORDER BY
    array_position(ARRAY['cash', 'bank', 'savings', 'collector', 'held', 'goods'], account),
    fund, place;

-- name: fund_since --
-- What a fund of a unit raised and paid since a day, to how many awards, and what it holds now.
SELECT
    coalesce(-sum(amount_vnd) FILTER (
        WHERE booked_on >= %(since)s AND starts_with(account, 'raised.')
    ), 0)::bigint,
    coalesce(sum(amount_vnd) FILTER (
        WHERE booked_on >= %(since)s AND starts_with(account, 'paid.')
    ), 0)::bigint,
    coalesce(sum(occurrences) FILTER (WHERE booked_on >= %(since)s), 0)::bigint,
    coalesce(sum(amount_vnd) FILTER (
        WHERE account IN ('cash', 'bank', 'savings', 'collector')
    ), 0)::bigint
FROM entry
WHERE unit_id = %(unit_id)s AND fund = %(fund)s;

-- name: fund_names --
-- What the funds of a unit are called: the stored bytes of their definitions, oldest first.
SELECT state
FROM journal_events
WHERE originator_id = %(unit_id)s AND topic = 'fund.defined/1'
ORDER BY originator_version;

-- name: holders_public --
-- Newspapers and organisations that collect for units. Single persons are nobody's business.
SELECT holder, kind, (
        SELECT private FROM private_parts
        WHERE unit_id = '00000000-0000-4000-8000-00000000a001'
            AND private_parts.version = holder.version
    ) AS private
FROM holder
WHERE kind <> 'individual';

-- name: units_like --
-- Units by code or by a part of their name, those higher up first; a few.
SELECT unit_id, code, name, level
FROM (
    SELECT DISTINCT ON (unit_id) unit_id, code, name, level
    FROM unit_term
    ORDER BY unit_id, valid_from DESC
) AS called
WHERE upper(code) = upper(%(words)s) OR name ILIKE %(pattern)s
ORDER BY array_position(
    ARRAY['central', 'province', 'district', 'commune', 'branch', 'board'], level
), code
LIMIT %(limit)s;

-- name: holders_of_unit --
-- Newspapers and organisations that have collected for a unit.
SELECT holder, kind, (
        SELECT private FROM private_parts
        WHERE unit_id = '00000000-0000-4000-8000-00000000a001'
            AND private_parts.version = holder.version
    ) AS private
FROM holder
WHERE kind <> 'individual'
    AND holder IN (SELECT DISTINCT holder FROM gift WHERE unit_id = %(unit_id)s);
