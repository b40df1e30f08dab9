-- Persons: what the tables beside the books forget with one (ledger/forgetting.py).

-- name: erase_jobs --
-- What was made, or is being made, and may name the person: papers of the unit; bundles of any unit,
-- since an inspector of any above may have one. What waits is made without the name.
DELETE FROM job
WHERE state <> 'waiting'
    AND (kind = 'bundle' OR kind IN ('BN', 'THU', 'CHI') AND unit_id IN (SELECT unit_id FROM erased));

-- name: uploads_undecided --
-- Files that were sent, of which nothing is being recorded and nobody else decides.
SELECT upload_id FROM upload
WHERE deleted_at IS NULL
    AND state NOT IN ('recording', 'undoing', 'asked', 'undo_asked');
