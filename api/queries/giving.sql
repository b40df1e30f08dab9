-- Accounts that units have published.

-- name: account_publish --
-- Publish an account; one that is published already stays as it is.
INSERT INTO published_account (unit_id, bank, number, owner, published_by)
VALUES (%(unit_id)s, %(bank)s, %(number)s, %(owner)s, %(person_id)s)
ON CONFLICT (unit_id, bank, number) WHERE withdrawn_at IS NULL DO NOTHING;

-- name: account_withdraw --
-- Withdraw an account of a unit.
UPDATE published_account SET withdrawn_by = %(person_id)s, withdrawn_at = now()
WHERE published_id = %(published_id)s AND unit_id = %(unit_id)s AND withdrawn_at IS NULL;

-- name: accounts_of_unit --
-- The accounts that a unit has published, the oldest first.
SELECT published_id, bank, number, owner, published_at
FROM published_account
WHERE unit_id = %(unit_id)s AND withdrawn_at IS NULL
ORDER BY published_id;

-- name: units_with_accounts --
-- Units that have published an account, by name.
SELECT DISTINCT ON (unit_term.unit_id) unit_term.code, unit_term.name
FROM unit_term
WHERE unit_id IN (SELECT unit_id FROM published_account WHERE withdrawn_at IS NULL)
ORDER BY unit_term.unit_id, valid_from DESC
LIMIT %(limit)s;
