-- What the API keeps of its own.

-- name: v1_answer_lock --
-- One at a time: whether nobody else is answering this key.
SELECT pg_try_advisory_xact_lock(hashtextextended(%(key)s, 1));

-- name: v1_answer_find --
-- What was answered to a key.
SELECT fingerprint, status, body FROM v1_answer WHERE key = %(key)s;

-- name: v1_answer_write --
-- What is answered to a key, from now on.
INSERT INTO v1_answer (key, fingerprint, status, body)
VALUES (%(key)s, %(fingerprint)s, %(status)s, %(body)s)
ON CONFLICT (key) DO NOTHING;

-- name: person_alive --
-- A person who may still sign in.
SELECT person_id, name, login FROM account
WHERE person_id = %(person_id)s AND disabled_at IS NULL;

-- name: webhook_write --
-- Somebody wants to be told.
INSERT INTO webhook (webhook_id, person_id, unit_id, url, types, secret, position)
VALUES (
    %(webhook_id)s, %(person_id)s, %(unit_id)s, %(url)s, %(types)s, %(secret)s, %(position)s
)
ON CONFLICT (webhook_id) DO NOTHING;

-- name: webhooks_of --
-- The webhooks of a person, or one of them.
SELECT
    webhook_id, url, unit_id, types, state, position, failures, last_status, last_error,
    last_delivered_at, next_try_at, created_at
FROM webhook
WHERE person_id = %(person_id)s
    AND (%(webhook_id)s::uuid IS NULL OR webhook_id = %(webhook_id)s)
ORDER BY created_at, webhook_id;

-- name: webhook_secret --
-- The secret of a webhook.
SELECT secret FROM webhook WHERE webhook_id = %(webhook_id)s;

-- name: webhook_delete --
-- Nobody wants to be told any more.
DELETE FROM webhook
WHERE person_id = %(person_id)s AND webhook_id = %(webhook_id)s
RETURNING webhook_id;

-- name: webhook_replay --
-- Tell again from a position on, also after it was given up.
UPDATE webhook
SET position = %(position)s, state = 'active', failures = 0, next_try_at = now(),
    last_error = NULL
WHERE person_id = %(person_id)s AND webhook_id = %(webhook_id)s
RETURNING webhook_id;

-- name: webhooks_due --
-- Take those whose turn it is for a minute, so that no other process delivers the same.
UPDATE webhook
SET next_try_at = now() + INTERVAL '1 minute'
FROM (
    SELECT webhook_id FROM webhook
    WHERE state = 'active' AND next_try_at <= now()
        AND position < (SELECT coalesce(max(notification_id), 0) FROM journal_events)
    ORDER BY next_try_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) AS due
WHERE webhook.webhook_id = due.webhook_id
RETURNING
    webhook.webhook_id, person_id, unit_id, url, types, secret, position, failures;

-- name: webhook_delivered --
-- The receiver has everything up to a position; it is not there any more, or told anew, if it
-- was moved meanwhile.
UPDATE webhook
SET position = %(position)s, failures = 0,
    last_status = coalesce(%(status)s::int, last_status),
    last_error = NULL,
    last_delivered_at = CASE WHEN %(status)s::int IS NULL THEN last_delivered_at ELSE now() END,
    next_try_at = now()
WHERE webhook_id = %(webhook_id)s AND position = %(was)s AND state = 'active';

-- name: webhook_failed --
-- The receiver did not take it: try again later, or give up.
UPDATE webhook
SET failures = failures + 1, last_status = %(status)s, last_error = %(error)s,
    next_try_at = now() + %(wait)s, state = %(state)s
WHERE webhook_id = %(webhook_id)s AND position = %(was)s AND state = 'active';
