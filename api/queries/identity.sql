-- Who may sign in, who is signed in, and what a person may do.

-- name: account_write --
-- A new account.
INSERT INTO account (
    person_id, login, name, name_folded, unit_id, password_hash, must_change, password_until
) VALUES (
    %(person_id)s, %(login)s, %(name)s, %(name_folded)s, %(unit_id)s, %(password_hash)s,
    %(must_change)s, %(password_until)s
);

-- name: account_of_login --
-- The account that signs in under a name.
SELECT person_id, login, name, unit_id, password_hash, must_change, password_until,
    disabled_at
FROM account
WHERE login = %(login)s;

-- name: account_of_person --
-- The account of a person.
SELECT person_id, login, name, unit_id, password_hash, must_change, password_until,
    disabled_at
FROM account
WHERE person_id = %(person_id)s;

-- name: accounts_any --
-- Whether there is any account.
SELECT EXISTS (SELECT FROM account);

-- name: accounts_lock --
-- Before the first account is made: the second browser waits, and then finds one.
LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE;

-- name: account_disable --
-- A person may no longer sign in.
UPDATE account SET disabled_at = now() WHERE person_id = %(person_id)s AND disabled_at IS NULL;

-- name: account_enable --
-- A person may sign in again.
UPDATE account SET disabled_at = NULL WHERE person_id = %(person_id)s;

-- name: account_rename --
-- How a person is called, and under what they sign in.
UPDATE account SET
    login = %(login)s, name = %(name)s, name_folded = %(name_folded)s
WHERE person_id = %(person_id)s;

-- name: password_write --
-- Another password.
UPDATE account SET
    password_hash = %(password_hash)s,
    must_change = %(must_change)s,
    password_until = %(password_until)s
WHERE person_id = %(person_id)s;

-- name: names_of_people --
-- How some people are called.
SELECT person_id, name FROM account WHERE person_id = ANY (%(person_ids)s);

-- name: session_write --
-- A browser has signed in.
INSERT INTO session (token_hash, session_id, person_id, means, browser)
VALUES (%(token_hash)s, %(session_id)s, %(person_id)s, %(means)s, %(browser)s);

-- name: session_find --
-- The session of a cookie, whether it is still alive, and whose it is.
SELECT
    session_id, person_id, login, name, must_change, begun_at, seen_at,
    ended_at IS NULL AND disabled_at IS NULL
        AND seen_at > now() - %(idle)s AND begun_at > now() - %(whole)s
FROM session
JOIN account USING (person_id)
WHERE token_hash = %(token_hash)s;

-- name: session_seen --
-- The session was used; written at most once a minute.
UPDATE session SET seen_at = now()
WHERE session_id = %(session_id)s AND seen_at < now() - INTERVAL '1 minute';

-- name: sessions_of --
-- Where a person is signed in, the latest first.
SELECT session_id, means, browser, begun_at, seen_at
FROM session
WHERE person_id = %(person_id)s AND ended_at IS NULL
    AND seen_at > now() - %(idle)s AND begun_at > now() - %(whole)s
ORDER BY seen_at DESC, session_id;

-- name: session_end --
-- One session of a person ends.
UPDATE session SET ended_at = now()
WHERE person_id = %(person_id)s AND session_id = %(session_id)s AND ended_at IS NULL;

-- name: sessions_end --
-- All sessions of a person end, but for one.
UPDATE session SET ended_at = now()
WHERE person_id = %(person_id)s AND session_id <> %(but)s AND ended_at IS NULL;

-- name: sessions_forget --
-- Sessions that ended long ago are not needed even to recognise an old form.
DELETE FROM session WHERE begun_at < now() - %(kept)s;

-- name: attempt_write --
-- One more try.
INSERT INTO attempt (subject) VALUES (%(subject)s);

-- name: attempts_count --
-- How many tries there were lately, and in how many seconds the oldest of the newest few is past.
SELECT count(*), coalesce(
    extract(epoch FROM min(tried_at) + %(window)s - clock_timestamp())::integer, 0
)
FROM (
    SELECT tried_at FROM attempt
    WHERE subject = %(subject)s AND tried_at > clock_timestamp() - %(window)s
    ORDER BY tried_at DESC
    LIMIT %(limit)s + 1
) AS lately;

-- name: attempts_forget --
-- The tries succeeded.
DELETE FROM attempt WHERE subject = %(subject)s;

-- name: attempts_forget_old --
-- Tries of yesterday count no more.
DELETE FROM attempt WHERE tried_at < now() - INTERVAL '1 day';

-- name: kept_form_write --
-- What was typed, sealed.
INSERT INTO kept_form (form_hash, person_id, sealed)
VALUES (%(form_hash)s, %(person_id)s, %(sealed)s);

-- name: kept_form_read --
-- What was typed by this person, or by somebody who was not signed in.
SELECT sealed FROM kept_form
WHERE form_hash = %(form_hash)s AND kept_at > now() - %(kept)s
    AND (person_id IS NULL OR person_id = %(person_id)s);

-- name: kept_form_forget --
-- It was shown again and sent, or given up.
DELETE FROM kept_form WHERE form_hash = %(form_hash)s OR kept_at < now() - %(kept)s;

-- name: passkey_write --
-- A person may sign in with one more key.
INSERT INTO passkey (credential_id, passkey_id, person_id, public_key, sign_count, name)
VALUES (
    %(credential_id)s, %(passkey_id)s, %(person_id)s, %(public_key)s, %(sign_count)s, %(name)s
);

-- name: passkey_find --
-- The key that signed, and whose it is.
SELECT person_id, public_key, sign_count
FROM passkey
JOIN account USING (person_id)
WHERE credential_id = %(credential_id)s AND disabled_at IS NULL;

-- name: passkey_used --
-- It was used, and has counted.
UPDATE passkey SET sign_count = %(sign_count)s, used_at = now()
WHERE credential_id = %(credential_id)s;

-- name: passkeys_of --
-- The keys of a person.
SELECT passkey_id, credential_id, name, added_at, used_at
FROM passkey
WHERE person_id = %(person_id)s
ORDER BY added_at, passkey_id;

-- name: passkey_remove --
-- The person does not use it any more.
DELETE FROM passkey WHERE person_id = %(person_id)s AND passkey_id = %(passkey_id)s;

-- name: challenge_write --
-- Something to sign.
INSERT INTO passkey_challenge (challenge, person_id) VALUES (%(challenge)s, %(person_id)s);

-- name: challenge_take --
-- It may be answered once, by the same person, and soon.
DELETE FROM passkey_challenge
WHERE challenge = %(challenge)s AND person_id IS NOT DISTINCT FROM %(person_id)s
    AND asked_at > now() - INTERVAL '5 minutes'
RETURNING true;

-- name: challenges_forget --
-- What nobody answered.
DELETE FROM passkey_challenge WHERE asked_at < now() - INTERVAL '5 minutes';

-- name: api_token_write --
-- A key for a program.
INSERT INTO api_token (token_hash, token_id, person_id, name, scopes, expires_at)
VALUES (%(token_hash)s, %(token_id)s, %(person_id)s, %(name)s, %(scopes)s, %(expires_at)s);

-- name: api_token_find --
-- Whose key it is, and what it is for.
SELECT token_id, person_id, login, name_of_person, scopes
FROM (
    SELECT api_token.*, account.login, account.name AS name_of_person
    FROM api_token
    JOIN account USING (person_id)
    WHERE disabled_at IS NULL AND NOT must_change
) AS alive
WHERE token_hash = %(token_hash)s AND revoked_at IS NULL AND expires_at > now();

-- name: api_token_used --
-- The key was used; written at most once a minute.
UPDATE api_token SET used_at = now()
WHERE token_id = %(token_id)s
    AND (used_at IS NULL OR used_at < now() - INTERVAL '1 minute');

-- name: api_tokens_of --
-- The keys of a person, the latest first.
SELECT token_id, name, scopes, issued_at, expires_at, used_at, revoked_at
FROM api_token
WHERE person_id = %(person_id)s
ORDER BY issued_at DESC, token_id;

-- name: api_token_revoke --
-- The key is not to be accepted any more.
UPDATE api_token SET revoked_at = now()
WHERE person_id = %(person_id)s AND token_id = %(token_id)s AND revoked_at IS NULL;

-- name: set_up_code_write --
-- The code that `serve` printed last.
INSERT INTO set_up_code (code_hash) VALUES (%(code_hash)s)
ON CONFLICT (only_row) DO UPDATE SET code_hash = excluded.code_hash;

-- name: set_up_code_read --
-- The code that `serve` printed last.
SELECT code_hash FROM set_up_code;

-- name: set_up_code_forget --
-- There is somebody who can sign in.
DELETE FROM set_up_code;

-- name: demo_person_write --
-- One of the demo's people.
INSERT INTO demo_person (person_id, place, password, roles)
VALUES (%(person_id)s, %(place)s, %(password)s, %(roles)s);

-- name: demo_people --
-- The demo's people.
SELECT login, password, roles, name FROM demo_person JOIN account USING (person_id) ORDER BY place;

-- name: may --
-- Whether a person has one of some roles over a unit on a day: in the unit itself or in one that
-- stands above it on that day.
SELECT EXISTS (
    SELECT FROM role_grant
    JOIN own_or_above ON own_or_above.ancestor_id = role_grant.unit_id
    WHERE person = %(person_id)s AND role = ANY (%(roles)s)
        AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
        AND own_or_above.unit_id = %(unit_id)s AND tree = 'as_was'
        AND first <= %(on)s AND until > %(on)s
);

-- name: roles_held --
-- The roles of a person on a day, with the unit as it is called then, from the top of the tree down.
SELECT role, held.unit_id, code, name, level, held.valid_from, held.valid_to
FROM role_grant AS held
CROSS JOIN LATERAL (
    SELECT code, name, level FROM unit_term
    WHERE unit_term.unit_id = held.unit_id
    ORDER BY unit_term.valid_from <= %(on)s DESC, abs(unit_term.valid_from - %(on)s)
    LIMIT 1
) AS called
WHERE person = %(person_id)s
    AND held.valid_from <= %(on)s AND (held.valid_to IS NULL OR held.valid_to >= %(on)s)
ORDER BY array_position(
    ARRAY['central', 'province', 'district', 'commune', 'branch', 'board'], level
), code, role;

-- name: unit_now --
-- The unit that bears a code now, or else bore it last, as it is called on a day.
SELECT unit_id, code, name, level
FROM unit_term
WHERE unit_id = (
    SELECT unit_id FROM unit_term WHERE code = %(code)s ORDER BY valid_from DESC LIMIT 1
)
ORDER BY valid_from <= %(on)s DESC, abs(valid_from - %(on)s)
LIMIT 1;

-- name: demo_top --
-- The unit that stands below nobody.
SELECT unit_id, name FROM unit_term WHERE parent_id IS NULL ORDER BY valid_from, code LIMIT 1;

-- name: demo_commune --
-- A commune with entries of its own, as it is called now.
SELECT unit_id, name FROM unit_term
WHERE level = 'commune' AND EXISTS (SELECT FROM entry WHERE entry.unit_id = unit_term.unit_id)
ORDER BY code, valid_from DESC
LIMIT 1;
