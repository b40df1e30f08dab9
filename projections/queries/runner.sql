-- How the projections follow the journal.

-- name: projected_lock --
-- One runner at a time: the others wait, and then find nothing left to do.
SELECT position FROM projected FOR UPDATE;

-- name: positions --
-- The newest position of the journal, and that of the projections.
SELECT
    coalesce((SELECT max(notification_id) FROM journal_events), 0),
    (SELECT position FROM projected);

-- name: projected_write --
-- The projections have come this far.
UPDATE projected SET
    position = %(position)s,
    log_size = log_size + %(count)s,
    recorded_at = coalesce(%(recorded_at)s, recorded_at);

-- name: learned_last --
-- How many entries the projections know, and the latest instant at which one was recorded.
SELECT log_size, (SELECT max(learned_at) FROM learned) FROM projected;

-- name: journal_part --
-- Entries in the order of the log, gifts and awards with whom they are about: a subject of the
-- vault, or what is left of one. That is looked up one by one: joined, the whole vault would be read
-- for each part.
SELECT
    notification_id,
    state,
    CASE WHEN starts_with(topic, 'payout.') OR starts_with(topic, 'donation.') THEN coalesce(
        (SELECT subject_id FROM vault WHERE unit_id = originator_id AND version = originator_version),
        (SELECT link FROM forgotten WHERE unit_id = originator_id AND version = originator_version)
    ) END
FROM journal_events
WHERE notification_id > %(after)s AND notification_id <= %(upto)s
ORDER BY notification_id;

-- name: registry_entries --
-- The registry's own entries, oldest first.
SELECT state
FROM journal_events
WHERE originator_id = %(registry_id)s AND notification_id <= %(upto)s
ORDER BY originator_version;

-- name: projections_empty --
-- Before everything is made again, with room in memory for what is folded.
SET LOCAL temp_buffers = '128MB';
TRUNCATE unit, unit_term, ancestry, population, holder, entry, movement, holding_balance, gift,
    payout, paper_code, recipient_step, learned, role_grant, approval_rule, approval_step, admitted,
    consent, published_leaf;
UPDATE projected SET position = 0, log_size = 0, recorded_at = NULL;

-- name: figures_empty --
-- Before the figures are made again from the entries.
TRUNCATE movement, holding_balance;

-- name: entries_analyse --
-- Tell the planner what many new rows look like, before they are folded.
ANALYZE entry, payout;

-- name: projections_unindex --
-- Before all rows are copied in: an index is made much faster over rows that are there, and what
-- is folded has room in memory.
SET LOCAL work_mem = '128MB';
SET LOCAL default_statistics_target = 20;
ALTER TABLE entry DROP CONSTRAINT entry_pkey;
ALTER TABLE gift DROP CONSTRAINT gift_pkey;
ALTER TABLE payout DROP CONSTRAINT payout_pkey;
ALTER TABLE paper_code DROP CONSTRAINT paper_code_pkey;
ALTER TABLE movement DROP CONSTRAINT movement_pkey;
ALTER TABLE recipient_step DROP CONSTRAINT recipient_step_pkey;
DROP INDEX entry_unit, entry_account, entry_other_unit, gift_unit, gift_paper, payout_person,
    payout_unit, paper_code_code, recipient_step_recounted;

-- name: projections_index --
-- When all rows are there.
SET LOCAL maintenance_work_mem = '256MB';
ALTER TABLE entry ADD PRIMARY KEY (position, line);
ALTER TABLE gift ADD PRIMARY KEY (position);
ALTER TABLE payout ADD PRIMARY KEY (position);
ALTER TABLE paper_code ADD PRIMARY KEY (position);
ALTER TABLE movement ADD PRIMARY KEY (unit_id, scope, grain, starts_on);
ALTER TABLE recipient_step ADD PRIMARY KEY (unit_id, person, on_day);
CREATE INDEX entry_unit ON entry (unit_id, booked_on);
CREATE INDEX entry_account ON entry (account, booked_on);
CREATE INDEX entry_other_unit ON entry (other_unit_id, position) WHERE other_unit_id IS NOT NULL;
CREATE INDEX gift_unit ON gift (unit_id, received_on);
CREATE INDEX gift_paper ON gift (paper_on, coalesce(amount_vnd, 0));
CREATE INDEX paper_code_code ON paper_code (code);
CREATE INDEX payout_person ON payout (unit_id, person);
CREATE INDEX payout_unit ON payout (unit_id, paid_on);
CREATE INDEX recipient_step_recounted ON recipient_step (unit_id)
    WHERE first_position < stands_since;
