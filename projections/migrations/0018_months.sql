-- Figures by month as well: up to any day they are the sum of whole years, of the whole months of
-- the last year and of the days of the last month.
INSERT INTO movement (
    unit_id, scope, grain, starts_on, cash, bank, savings, collector, goods, brought_in_money,
    brought_in_goods, raised_cash, raised_bank, raised_in_kind, raised_press, other_income,
    paid_cash, paid_bank, paid_in_kind, occurrences, recipients, costs, transfers_in,
    transfers_out, succession_in, succession_out, corrections_money, corrections_goods,
    in_transit, in_transit_out, held, facilitated
)
SELECT
    unit_id, scope, 'month', date_trunc('month', starts_on::timestamp)::date, sum(cash), sum(bank),
    sum(savings), sum(collector), sum(goods), sum(brought_in_money), sum(brought_in_goods),
    sum(raised_cash), sum(raised_bank), sum(raised_in_kind), sum(raised_press), sum(other_income),
    sum(paid_cash), sum(paid_bank), sum(paid_in_kind), sum(occurrences), sum(recipients),
    sum(costs), sum(transfers_in), sum(transfers_out), sum(succession_in), sum(succession_out),
    sum(corrections_money), sum(corrections_goods), sum(in_transit), sum(in_transit_out),
    sum(held), sum(facilitated)
FROM movement
WHERE grain = 'day'
GROUP BY unit_id, scope, date_trunc('month', starts_on::timestamp);
