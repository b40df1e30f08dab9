-- How a paper is found again by somebody who holds it: by the code printed on it, or by what it says.

-- The 35 bits that the check code of a paper spells (projections/paper_codes.py). Of very many
-- entries a few pairs share one.
CREATE TABLE paper_code (
    position bigint PRIMARY KEY,
    code bigint NOT NULL
);
INSERT INTO paper_code (position, code)
SELECT
    notification_id,
    ('x' || encode(substring(sha256(state) FOR 5), 'hex'))::bit(40)::bigint >> 5
FROM journal_events
JOIN (SELECT DISTINCT position FROM entry) AS known ON known.position = notification_id
WHERE topic IN (
    'donation.received/1', 'donation.goods/1', 'donation.collected/1', 'handover.to_fund/1',
    'payout.paid/1', 'payout.goods/1', 'transfer.sent/1', 'transfer.received/1', 'money.moved/1',
    'income.received/1', 'cost.paid/1'
);
CREATE INDEX paper_code_code ON paper_code (code);

-- The day that stands on the donor's paper, which may be another than the one on which it counts.
ALTER TABLE gift ADD COLUMN paper_on date;
UPDATE gift SET paper_on = coalesce(
    (convert_from(state, 'UTF8')::json ->> 'document_on')::date, received_on
)
FROM journal_events
WHERE notification_id = position;
ALTER TABLE gift ALTER COLUMN paper_on SET NOT NULL;
CREATE INDEX gift_paper ON gift (paper_on, coalesce(amount_vnd, 0));
