-- Persons: what the tables beside the books forget with one (ledger/forgetting.py).

-- name: erase_print_jobs --
-- Papers of the unit that were made, or are being made: they may name the person. What waits is made
-- without the name.
DELETE FROM print_job
WHERE state <> 'waiting' AND unit_id IN (SELECT unit_id FROM erased);

-- name: erase_bundles --
-- Bundles that were made, or are being made, of any unit: an inspector of any above may have one.
DELETE FROM bundle_job WHERE state <> 'waiting';

-- name: print_jobs_known --
-- The print runs there are.
SELECT job_id FROM print_job;

-- name: bundles_known --
-- The bundles there are.
SELECT job_id FROM bundle_job;

-- name: uploads_undecided --
-- Files that were sent, of which nothing is being recorded and nobody else decides.
SELECT upload_id FROM upload
WHERE deleted_at IS NULL
    AND state NOT IN ('recording', 'undoing', 'asked', 'undo_asked');
