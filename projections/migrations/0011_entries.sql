-- Every posting of every event, and what follows from them. Everything here can be dropped and
-- rebuilt from journal and vault.

-- How far the projections have come: the notification id of the last event they know.
CREATE TABLE projected (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint NOT NULL,
    recorded_at timestamptz
);
INSERT INTO projected (position) VALUES (0);

-- One row per posting, with both clocks: booked_on (when it counts) and recorded_at (when it was
-- learned). The base of every figure and of every way down from one.
CREATE TABLE entry (
    position bigint NOT NULL,
    line smallint NOT NULL,
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    booked_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    account text NOT NULL,
    fund text NOT NULL,
    amount_vnd bigint NOT NULL,
    place text,
    counted_in text,
    quantity numeric,
    occurrences smallint NOT NULL,
    other_unit_id uuid,
    sent_on date,
    PRIMARY KEY (position, line)
);
CREATE INDEX entry_unit ON entry (unit_id, booked_on);

-- What changed in a unit's figures on a day, or in a year (grain). scope 'own': the unit's own book;
-- 'as_was' and 'as_is': all units below it, by the tree of the day or by today's.
-- Columns have the sign of the figure that they add up to; see projections/figures.py.
CREATE TABLE movement (
    unit_id uuid NOT NULL,
    scope text NOT NULL,
    grain text NOT NULL,
    starts_on date NOT NULL,
    cash bigint NOT NULL,
    bank bigint NOT NULL,
    savings bigint NOT NULL,
    collector bigint NOT NULL,
    goods bigint NOT NULL,
    brought_in_money bigint NOT NULL,
    brought_in_goods bigint NOT NULL,
    raised_cash bigint NOT NULL,
    raised_bank bigint NOT NULL,
    raised_in_kind bigint NOT NULL,
    raised_press bigint NOT NULL,
    other_income bigint NOT NULL,
    paid_cash bigint NOT NULL,
    paid_bank bigint NOT NULL,
    paid_in_kind bigint NOT NULL,
    occurrences bigint NOT NULL,
    recipients bigint NOT NULL,
    costs bigint NOT NULL,
    transfers_in bigint NOT NULL,
    transfers_out bigint NOT NULL,
    succession_in bigint NOT NULL,
    succession_out bigint NOT NULL,
    corrections_money bigint NOT NULL,
    corrections_goods bigint NOT NULL,
    in_transit bigint NOT NULL,
    in_transit_out bigint NOT NULL,
    passed_inside bigint NOT NULL,
    held bigint NOT NULL,
    facilitated bigint NOT NULL,
    PRIMARY KEY (unit_id, scope, grain, starts_on)
);

-- What a unit holds now, by fund and place.
CREATE TABLE holding_balance (
    unit_id uuid NOT NULL,
    account text NOT NULL,
    fund text NOT NULL,
    place text NOT NULL,
    counted_in text NOT NULL,
    amount_vnd bigint NOT NULL,
    quantity numeric NOT NULL,
    PRIMARY KEY (unit_id, account, fund, place, counted_in)
);

-- The register of gifts, one row each, with the donor as the vault knows them.
CREATE TABLE gift (
    position bigint PRIMARY KEY,
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    key text NOT NULL,
    received_on date NOT NULL,
    channel text NOT NULL,
    fund text NOT NULL,
    amount_vnd bigint,
    item text,
    quantity numeric,
    counted_in text,
    holder text,
    receipt_number bigint NOT NULL,
    donor text,
    donor_folded text,
    reversed_on date
);
CREATE INDEX gift_unit ON gift (unit_id, received_on);

-- The register of payouts, one row each, with the recipient as the vault knows them. `person`
-- tells recipients of one unit apart: their id, else their name without tone marks and birth year.
CREATE TABLE payout (
    position bigint PRIMARY KEY,
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    key text NOT NULL,
    paid_on date NOT NULL,
    kind text NOT NULL,
    recipient_kind text NOT NULL,
    award_round text,
    channel text NOT NULL,
    fund text NOT NULL,
    amount_vnd bigint,
    item text,
    quantity numeric,
    counted_in text,
    recipient text,
    person text NOT NULL,
    reversed_on date
);
CREATE INDEX payout_person ON payout (unit_id, person);
CREATE INDEX payout_unit ON payout (unit_id, paid_on);

-- When the number of distinct recipients of a unit and year went up or down, person by person.
CREATE TABLE recipient_step (
    unit_id uuid NOT NULL,
    person text NOT NULL,
    on_day date NOT NULL,
    step bigint NOT NULL,
    PRIMARY KEY (unit_id, person, on_day)
);
