-- Who wishes, or does not wish any more, that the person of a row is named to everybody. `about` is
-- the key of the row in the unit's book, `consenter` whose word it is; the newest word counts.
CREATE TABLE consent (
    position bigint PRIMARY KEY,
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    about text NOT NULL,
    consenter text NOT NULL,
    stands boolean NOT NULL,
    on_day date NOT NULL
);
CREATE INDEX consent_about ON consent (unit_id, about);
