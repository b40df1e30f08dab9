-- No names in what is made from the journal: gifts and awards say which subject of the vault they are
-- about (or what is left of one), and names are read from there. Nothing said so before: let it all
-- be made again.

TRUNCATE unit, unit_term, ancestry, population, holder, entry, movement, holding_balance, gift,
    payout, recipient_step, learned, role_grant, approval_rule, approval_step, admitted, paper_code;
UPDATE projected SET position = 0, log_size = 0, recorded_at = NULL;

ALTER TABLE gift DROP COLUMN donor, DROP COLUMN donor_folded, ADD COLUMN person uuid;
ALTER TABLE payout DROP COLUMN recipient, ALTER COLUMN person TYPE uuid USING NULL;
ALTER TABLE recipient_step ALTER COLUMN person TYPE uuid USING NULL;

-- Where the registry last described a holder: their name is read from the vault.
ALTER TABLE holder DROP COLUMN name, ADD COLUMN version bigint NOT NULL;
