-- A donor finds their own gift.

-- name: gifts_like --
-- Gifts of one day and amount (goods without a value: 0) that also bear a mark: the number of the
-- receipt, or figures that stand somewhere in the entry or in its private part.
SELECT gift.position, gift.receipt_number, journal_events.state, vault.private
FROM gift
JOIN journal_events ON notification_id = gift.position
LEFT JOIN vault ON vault.unit_id = gift.unit_id AND vault.version = gift.version
WHERE paper_on = %(on)s AND coalesce(gift.amount_vnd, 0) = %(amount_vnd)s
    AND (
        receipt_number = %(number)s
        OR position(%(mark)s::bytea IN journal_events.state) > 0
        OR position(%(mark)s::bytea IN vault.private) > 0
    )
ORDER BY gift.position;
