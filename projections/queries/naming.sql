-- Who is named to everybody.

-- name: consents_standing --
-- Whose consent stands for some rows; rows without one are missing.
SELECT unit_id, about, array_agg(consenter)
FROM (
    SELECT DISTINCT ON (consent.unit_id, about, consenter)
        consent.unit_id, about, consenter, stands
    FROM consent
    JOIN unnest(%(units)s::uuid[], %(keys)s::text[]) AS asked (unit_id, about)
        USING (unit_id, about)
    ORDER BY consent.unit_id, about, consenter, position DESC
) AS newest
WHERE stands
GROUP BY unit_id, about;
