-- A donor finds their own gift.

-- name: gifts_like --
-- Gifts of one day and amount (goods without a value: 0), with what may bear a mark.
SELECT journal_events.state, private
FROM gift
JOIN journal_events ON notification_id = gift.position
LEFT JOIN private_parts USING (unit_id, version)
WHERE paper_on = %(on)s AND coalesce(gift.amount_vnd, 0) = %(amount_vnd)s
ORDER BY gift.position;
