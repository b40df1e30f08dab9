-- Forgetting a person: what the ledger's own tables forget. Queries called `erase_…` stand in every
-- package; all of them run in one transaction with the entry that says so, and find in the temporary
-- table `erased` what the journal says of the person, entry by entry. `erasing_…` lock before.

-- name: entries_about --
-- All that a book says of some subjects, oldest first.
SELECT state FROM entries_about(%(unit_id)s, %(subjects)s) ORDER BY version;

-- name: forget_find --
-- The entries about a person. Awards of one calendar year get one link, so that the person is
-- counted once in that year for ever; all others one each, which ties nothing together.
CREATE TEMP TABLE erased ON COMMIT DROP AS
SELECT
    unit_id, version, "position", subject_id, key, year,
    CASE WHEN is_award THEN first_value(random_link) OVER (
        PARTITION BY subject_id, year, is_award ORDER BY version
    ) ELSE random_link END AS link
FROM (
    SELECT
        *, starts_with(topic, 'payout.') AS is_award,
        extract(year FROM (convert_from(state, 'UTF8')::json ->> 'booked_on')::date) AS year,
        gen_random_uuid() AS random_link
    FROM entries_about(%(unit_id)s, %(subjects)s)
) AS about;

-- name: forget_waiting --
-- Rows that wait for a second person and name the one who is forgotten.
DELETE FROM proposed WHERE unit_id = %(unit_id)s AND key = ANY (%(keys)s);

-- name: erase_links --
-- What is left: that the entry was about somebody, and which awards of a year went to one person.
INSERT INTO forgotten (unit_id, version, link) SELECT unit_id, version, link FROM erased;

-- name: erase_parts --
-- The words.
DELETE FROM vault USING erased
WHERE vault.unit_id = erased.unit_id AND vault.version = erased.version;

-- name: erase_subjects --
-- The keys, without which no copy of the words can be read.
DELETE FROM subject WHERE subject_id IN (SELECT subject_id FROM erased);
