-- A transfer is inside while both its units are: no sum for those that were so only when it was sent.

TRUNCATE unit, unit_term, ancestry, population, holder, entry, movement, holding_balance, gift,
    payout, recipient_step, learned;
UPDATE projected SET position = 0, log_size = 0, recorded_at = NULL;
ALTER TABLE movement DROP COLUMN passed_inside;
