-- What the inspector's pages ask of tables of api/.

-- name: personal_read_write --
-- Somebody looked at personal data.
INSERT INTO personal_read (person_id, path, unit_ids, versions)
VALUES (%(person_id)s, %(path)s, %(unit_ids)s, %(versions)s);

-- name: account_of --
-- Somebody, who may since have lost every right.
SELECT person_id, name, login FROM account WHERE person_id = %(person_id)s;
