-- Nearly all entries are gifts and awards of money. The others are found by their type.
CREATE INDEX journal_events_seldom ON journal_events (topic, notification_id)
    WHERE topic NOT IN ('donation.received/1', 'payout.paid/1');
