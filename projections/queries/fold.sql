-- From postings to figures. Everything below works on the entries after %(after)s up to %(upto)s,
-- be they the last few or all of a rebuild, inside one transaction with the position.

-- name: fold_tables_there --
-- Whether this connection has the tables below already.
SELECT to_regclass('pg_temp.fan') IS NOT NULL;

-- name: fold_few --
-- Those above a few units are looked up: reading the whole tree of a province takes far longer, and
-- the planner does not know how few there are.
SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);

-- name: fold_tables --
-- Made once for each connection, empty again after each transaction. `fan`: where each change goes,
-- to the unit itself and to everybody above it. `change`: what changes in each unit's own book.
-- `touched`: all payouts of the recipients about whom something new was recorded. `moved`: what is
-- to be added to the figures, by day, by month and by year.
CREATE TEMP TABLE fan (
    unit_id uuid NOT NULL,
    scope text NOT NULL DEFAULT 'own',
    day date NOT NULL,
    cash bigint NOT NULL DEFAULT 0,
    bank bigint NOT NULL DEFAULT 0,
    savings bigint NOT NULL DEFAULT 0,
    collector bigint NOT NULL DEFAULT 0,
    goods bigint NOT NULL DEFAULT 0,
    brought_in_money bigint NOT NULL DEFAULT 0,
    brought_in_goods bigint NOT NULL DEFAULT 0,
    raised_cash bigint NOT NULL DEFAULT 0,
    raised_bank bigint NOT NULL DEFAULT 0,
    raised_in_kind bigint NOT NULL DEFAULT 0,
    raised_press bigint NOT NULL DEFAULT 0,
    other_income bigint NOT NULL DEFAULT 0,
    paid_cash bigint NOT NULL DEFAULT 0,
    paid_bank bigint NOT NULL DEFAULT 0,
    paid_in_kind bigint NOT NULL DEFAULT 0,
    occurrences bigint NOT NULL DEFAULT 0,
    recipients bigint NOT NULL DEFAULT 0,
    costs bigint NOT NULL DEFAULT 0,
    transfers_in bigint NOT NULL DEFAULT 0,
    transfers_out bigint NOT NULL DEFAULT 0,
    succession_in bigint NOT NULL DEFAULT 0,
    succession_out bigint NOT NULL DEFAULT 0,
    corrections_money bigint NOT NULL DEFAULT 0,
    corrections_goods bigint NOT NULL DEFAULT 0,
    in_transit bigint NOT NULL DEFAULT 0,
    in_transit_out bigint NOT NULL DEFAULT 0,
    held bigint NOT NULL DEFAULT 0,
    facilitated bigint NOT NULL DEFAULT 0
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE change (LIKE fan INCLUDING DEFAULTS) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE touched (
    unit_id uuid,
    person uuid,
    paid_on date,
    reversed_on date,
    position bigint,
    reversed_position bigint
) ON COMMIT DELETE ROWS;
CREATE TEMP VIEW moved (
    unit_id, scope, grain, starts_on, cash, bank, savings, collector, goods, brought_in_money,
    brought_in_goods, raised_cash, raised_bank, raised_in_kind, raised_press, other_income,
    paid_cash, paid_bank, paid_in_kind, occurrences, recipients, costs, transfers_in,
    transfers_out, succession_in, succession_out, corrections_money, corrections_goods,
    in_transit, in_transit_out, held, facilitated
) AS
SELECT
    unit_id,
    scope,
    CASE grouping(month, day) WHEN 0 THEN 'day' WHEN 1 THEN 'month' ELSE 'year' END,
    coalesce(day, month, year),
    sum(cash), sum(bank), sum(savings),
    sum(collector), sum(goods), sum(brought_in_money), sum(brought_in_goods), sum(raised_cash),
    sum(raised_bank), sum(raised_in_kind), sum(raised_press), sum(other_income), sum(paid_cash),
    sum(paid_bank), sum(paid_in_kind), sum(occurrences), sum(recipients), sum(costs),
    sum(transfers_in), sum(transfers_out), sum(succession_in), sum(succession_out),
    sum(corrections_money), sum(corrections_goods), sum(in_transit), sum(in_transit_out),
    sum(held), sum(facilitated)
FROM fan
CROSS JOIN LATERAL (VALUES (
    date_trunc('year', day::timestamp)::date, date_trunc('month', day::timestamp)::date
)) AS begun (year, month)
GROUP BY GROUPING SETS (
    (unit_id, scope, year, month, day), (unit_id, scope, year, month), (unit_id, scope, year)
);
-- name: fold_change --
-- What the new entries change in the figures of each unit's own book, day by day.
INSERT INTO change (
    unit_id, day, cash, bank, savings, collector, goods, brought_in_money, brought_in_goods,
    raised_cash, raised_bank, raised_in_kind, raised_press, other_income, paid_cash, paid_bank,
    paid_in_kind, occurrences, costs, transfers_in, transfers_out, corrections_money,
    corrections_goods, in_transit_out, held, facilitated
)
SELECT
    unit_id,
    booked_on AS day,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'cash'), 0) AS cash,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'bank'), 0) AS bank,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'savings'), 0) AS savings,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'collector'), 0) AS collector,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'goods'), 0) AS goods,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'brought_in.money'), 0) AS brought_in_money,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'brought_in.goods'), 0) AS brought_in_goods,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'raised.cash'), 0) AS raised_cash,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'raised.bank'), 0) AS raised_bank,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'raised.in_kind'), 0) AS raised_in_kind,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'raised.press'), 0) AS raised_press,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'other_income'), 0) AS other_income,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'paid.cash'), 0) AS paid_cash,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'paid.bank'), 0) AS paid_bank,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'paid.in_kind'), 0) AS paid_in_kind,
    coalesce(sum(occurrences), 0) AS occurrences,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'costs'), 0) AS costs,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'transfers_in'), 0) AS transfers_in,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'transfers_out'), 0) AS transfers_out,
    -coalesce(sum(amount_vnd) FILTER (
        WHERE account IN (
            'corrections.money', 'corrections.transfers_in', 'corrections.transfers_out'
        )
    ), 0) AS corrections_money,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'corrections.goods'), 0) AS corrections_goods,
    coalesce(sum(amount_vnd) FILTER (WHERE account IN ('transit.sent', 'transit.arrived')), 0)
        AS in_transit_out,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'held'), 0) AS held,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'facilitated'), 0) AS facilitated
FROM entry
WHERE position > %(after)s AND position <= %(upto)s
GROUP BY unit_id, booked_on;

-- name: fold_change_analyse --
-- Tell the planner how many changes there are, where that is many.
ANALYZE change (unit_id, day);

-- name: fold_own --
-- To the unit itself.
INSERT INTO fan SELECT * FROM change;

-- name: fold_above --
-- To everybody above the unit on the day.
INSERT INTO fan (
    unit_id, scope, day, cash, bank, savings, collector, goods, brought_in_money, brought_in_goods,
    raised_cash, raised_bank, raised_in_kind, raised_press, other_income, paid_cash, paid_bank,
    paid_in_kind, occurrences, recipients, costs, transfers_in, transfers_out, corrections_money,
    corrections_goods, in_transit_out, held, facilitated
)
SELECT
    ancestor_id, tree, day, sum(cash), sum(bank), sum(savings), sum(collector), sum(goods),
    sum(brought_in_money), sum(brought_in_goods), sum(raised_cash), sum(raised_bank),
    sum(raised_in_kind), sum(raised_press), sum(other_income), sum(paid_cash), sum(paid_bank),
    sum(paid_in_kind), sum(occurrences), sum(recipients), sum(costs), sum(transfers_in),
    sum(transfers_out), sum(corrections_money), sum(corrections_goods), sum(in_transit_out),
    sum(held), sum(facilitated)
FROM change
JOIN ancestry USING (unit_id)
WHERE day >= first AND day < until
GROUP BY ancestor_id, tree, day;

-- name: fold_succession --
-- When the tree changes, what a unit holds passes from those who were above it to those who are.
-- An entry booked later on an earlier day makes what passed larger, on the day it passed.
INSERT INTO fan (
    unit_id, scope, day, cash, bank, savings, collector, goods, in_transit_out, held,
    succession_in, succession_out, brought_in_goods
)
SELECT
    ancestor_id, tree, passes_on, sum(sign * cash), sum(sign * bank), sum(sign * savings),
    sum(sign * collector), sum(sign * goods), sum(sign * in_transit_out), sum(sign * held),
    coalesce(sum(cash + bank + savings + collector) FILTER (WHERE sign = 1), 0),
    coalesce(sum(cash + bank + savings + collector) FILTER (WHERE sign = -1), 0),
    sum(sign * goods)
FROM change
JOIN ancestry USING (unit_id)
CROSS JOIN LATERAL (VALUES (first, 1), (until, -1)) AS edge (passes_on, sign)
WHERE passes_on > day AND passes_on < DATE '9999-12-31'
GROUP BY ancestor_id, tree, passes_on;

-- name: fold_transfers --
-- The new entries about transfers, and the two units of each with everybody above them.
CREATE TEMP TABLE transfer ON COMMIT DROP AS
SELECT unit_id, booked_on, account, amount_vnd, other_unit_id
FROM entry
WHERE position > %(after)s AND position <= %(upto)s AND other_unit_id IS NOT NULL;

-- name: fold_transfer_lines --
-- Who is above the units of those transfers, and when.
CREATE TEMP TABLE transfer_line ON COMMIT DROP AS
SELECT own_or_above.*
FROM own_or_above
JOIN (SELECT unit_id FROM transfer UNION SELECT other_unit_id FROM transfer) AS party
    USING (unit_id);

-- name: fold_transfers_analyse --
-- Tell the planner how many there are.
ANALYZE transfer, transfer_line;

-- name: fold_transfers_inside --
-- A transfer between two units below one ancestor does not leave that ancestor's sums: there it is
-- in transit until it arrives. `first` and `until` say while both of them are there. The columns
-- undo what `change` says of the same postings.
CREATE TEMP TABLE transfer_inside ON COMMIT DROP AS
SELECT
    here.ancestor_id,
    here.tree,
    greatest(here.first, there.first) AS first,
    least(here.until, there.until) AS until,
    transfer.booked_on AS day,
    coalesce(sum(amount_vnd) FILTER (WHERE account IN ('transit.sent', 'transit.arrived')), 0)
        AS in_transit,
    -coalesce(sum(amount_vnd) FILTER (WHERE account = 'transfers_out'), 0) AS transfers_out,
    coalesce(sum(amount_vnd) FILTER (WHERE account = 'transfers_in'), 0) AS transfers_in,
    coalesce(sum(amount_vnd) FILTER (
        WHERE account IN ('corrections.transfers_in', 'corrections.transfers_out')
    ), 0) AS corrections_money
FROM transfer
JOIN transfer_line AS here ON here.unit_id = transfer.unit_id
JOIN transfer_line AS there
    ON there.unit_id = transfer.other_unit_id
    AND there.ancestor_id = here.ancestor_id AND there.tree = here.tree
    AND there.first < here.until AND here.first < there.until
GROUP BY
    here.ancestor_id, here.tree, greatest(here.first, there.first),
    least(here.until, there.until), transfer.booked_on;

-- name: fold_inside --
-- Transfers inside: taken out of the transfers of the ancestor, shown as in transit.
INSERT INTO fan (
    unit_id, scope, day, transfers_in, transfers_out, corrections_money, in_transit,
    in_transit_out
)
SELECT
    ancestor_id, tree, day, transfers_in, transfers_out, corrections_money, in_transit, -in_transit
FROM transfer_inside
WHERE day >= first AND day < until;

-- name: fold_inside_succession --
-- What is in transit is inside as long as both its units are: it comes in, and leaves again, with
-- whichever of them does.
INSERT INTO fan (
    unit_id, scope, day, in_transit, in_transit_out, succession_in, succession_out
)
SELECT
    ancestor_id, tree, passes_on, sum(sign * in_transit), sum(-sign * in_transit),
    coalesce(sum(in_transit) FILTER (WHERE sign = 1), 0),
    coalesce(sum(in_transit) FILTER (WHERE sign = -1), 0)
FROM transfer_inside
CROSS JOIN LATERAL (VALUES (first, 1), (until, -1)) AS edge (passes_on, sign)
WHERE passes_on > day AND passes_on < DATE '9999-12-31'
GROUP BY ancestor_id, tree, passes_on;

-- name: fold_movement --
-- Add everything to the figures.
INSERT INTO movement AS known (
    unit_id, scope, grain, starts_on, cash, bank, savings, collector, goods, brought_in_money,
    brought_in_goods, raised_cash, raised_bank, raised_in_kind, raised_press, other_income,
    paid_cash, paid_bank, paid_in_kind, occurrences, recipients, costs, transfers_in,
    transfers_out, succession_in, succession_out, corrections_money, corrections_goods,
    in_transit, in_transit_out, held, facilitated
)
SELECT * FROM moved
ON CONFLICT (unit_id, scope, grain, starts_on) DO UPDATE SET
    cash = known.cash + excluded.cash,
    bank = known.bank + excluded.bank,
    savings = known.savings + excluded.savings,
    collector = known.collector + excluded.collector,
    goods = known.goods + excluded.goods,
    brought_in_money = known.brought_in_money + excluded.brought_in_money,
    brought_in_goods = known.brought_in_goods + excluded.brought_in_goods,
    raised_cash = known.raised_cash + excluded.raised_cash,
    raised_bank = known.raised_bank + excluded.raised_bank,
    raised_in_kind = known.raised_in_kind + excluded.raised_in_kind,
    raised_press = known.raised_press + excluded.raised_press,
    other_income = known.other_income + excluded.other_income,
    paid_cash = known.paid_cash + excluded.paid_cash,
    paid_bank = known.paid_bank + excluded.paid_bank,
    paid_in_kind = known.paid_in_kind + excluded.paid_in_kind,
    occurrences = known.occurrences + excluded.occurrences,
    recipients = known.recipients + excluded.recipients,
    costs = known.costs + excluded.costs,
    transfers_in = known.transfers_in + excluded.transfers_in,
    transfers_out = known.transfers_out + excluded.transfers_out,
    succession_in = known.succession_in + excluded.succession_in,
    succession_out = known.succession_out + excluded.succession_out,
    corrections_money = known.corrections_money + excluded.corrections_money,
    corrections_goods = known.corrections_goods + excluded.corrections_goods,
    in_transit = known.in_transit + excluded.in_transit,
    in_transit_out = known.in_transit_out + excluded.in_transit_out,
    held = known.held + excluded.held,
    facilitated = known.facilitated + excluded.facilitated;

-- name: fold_movement_first --
-- The same while there are no figures of these scopes, and perhaps no index to find them by.
INSERT INTO movement (
    unit_id, scope, grain, starts_on, cash, bank, savings, collector, goods, brought_in_money,
    brought_in_goods, raised_cash, raised_bank, raised_in_kind, raised_press, other_income,
    paid_cash, paid_bank, paid_in_kind, occurrences, recipients, costs, transfers_in,
    transfers_out, succession_in, succession_out, corrections_money, corrections_goods,
    in_transit, in_transit_out, held, facilitated
)
SELECT * FROM moved;

-- name: fold_holdings --
-- What each unit holds now, by fund and place.
INSERT INTO holding_balance AS known (
    unit_id, account, fund, place, counted_in, amount_vnd, quantity
)
SELECT
    unit_id, account, fund, place, coalesce(counted_in, ''), sum(amount_vnd),
    coalesce(sum(quantity), 0)
FROM entry
WHERE position > %(after)s AND position <= %(upto)s AND place IS NOT NULL
    AND account IN ('cash', 'bank', 'savings', 'collector', 'goods', 'held')
GROUP BY unit_id, account, fund, place, coalesce(counted_in, '')
ON CONFLICT (unit_id, account, fund, place, counted_in) DO UPDATE SET
    amount_vnd = known.amount_vnd + excluded.amount_vnd,
    quantity = known.quantity + excluded.quantity;

-- name: fold_forget_above --
-- Before the sums above units are made again because the tree has changed.
DELETE FROM movement WHERE scope <> 'own';

-- name: fold_clear --
-- Before folding again in the same transaction.
TRUNCATE fan, change, touched;
DROP TABLE IF EXISTS transfer, transfer_line, transfer_inside;
