-- Persons: what the tables beside the books forget with one (ledger/forgetting.py).

-- name: erase_jobs --
-- What was made, or is being made, and may name the person: papers of the unit; bundles of any unit,
-- since an inspector of any above may have one. What waits is made without the name. Whom the
-- registry names, the papers of any unit may name.
DELETE FROM job
WHERE state <> 'waiting'
    AND (
        kind = 'bundle'
        OR kind IN ('BN', 'THU', 'CHI') AND (
            unit_id IN (SELECT unit_id FROM erased)
            OR EXISTS (
                SELECT FROM erased WHERE unit_id = '00000000-0000-4000-8000-00000000a001'
            )
        )
    );

-- name: uploads_undecided --
-- Files that were sent, of which nothing is being recorded and nobody else decides.
SELECT upload_id FROM upload
WHERE deleted_at IS NULL
    AND state NOT IN ('recording', 'undoing', 'asked', 'undo_asked');

-- name: readings_of_unit --
-- Looks at persons of some books before an instant, the newest first: a unit's own, the whole book,
-- and the registry's holders for those who may see them. Those of one instant all together.
SELECT
    seen.read_at, seen.person_id, coalesce(account.name, ''), seen.path,
    %(whole)s = ANY (seen.unit_ids), seen.unit_ids && %(holders)s::uuid[], seen.versions = '{}',
    ARRAY(
        SELECT ARRAY[unit_id::text, version::text]
        FROM unnest(seen.unit_ids, seen.versions) AS place (unit_id, version)
        WHERE unit_id = ANY (%(books)s) AND version > 0
        ORDER BY unit_id, version
    )
FROM personal_read AS seen
LEFT JOIN account USING (person_id)
WHERE seen.unit_ids && %(books)s AND seen.read_at < %(before)s
ORDER BY seen.read_at DESC
FETCH FIRST %(limit)s ROWS WITH TIES;
