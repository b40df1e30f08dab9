-- Units, their terms and their tree, populations and holders, as the registry tells them.

CREATE TABLE unit (
    unit_id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    -- Some unit was below this one for a part of the time only: then the tree as it was and the
    -- tree as it is give different sums.
    tree_changed boolean NOT NULL DEFAULT false
);

-- What a unit is called and where it stands, from a day to a day (NULL: open), both included.
CREATE TABLE unit_term (
    unit_id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    code text NOT NULL,
    name text NOT NULL,
    level text NOT NULL,
    kind text,
    parent_id uuid,
    PRIMARY KEY (unit_id, valid_from)
);
CREATE INDEX unit_term_parent ON unit_term (parent_id);

-- Who is above whom: `ancestor_id` is above `unit_id` from `first` to the day before `until`.
-- tree: 'as_was', or 'as_is' (today's tree for all time; only for ancestors with tree_changed).
CREATE TABLE ancestry (
    unit_id uuid NOT NULL,
    ancestor_id uuid NOT NULL,
    tree text NOT NULL,
    first date NOT NULL,
    until date NOT NULL,
    PRIMARY KEY (unit_id, ancestor_id, tree, first)
);
CREATE INDEX ancestry_ancestor ON ancestry (ancestor_id);

CREATE TABLE population (
    unit_id uuid NOT NULL,
    stated_on date NOT NULL,
    persons bigint NOT NULL,
    members bigint,
    source text NOT NULL,
    PRIMARY KEY (unit_id, stated_on)
);

CREATE TABLE holder (
    holder text PRIMARY KEY,
    kind text NOT NULL,
    name text
);

-- A unit belongs to its own subtree.
CREATE VIEW own_or_above AS
    SELECT unit_id, ancestor_id, tree, first, until FROM ancestry
    UNION ALL
    SELECT unit_id, unit_id, 'as_was', DATE '0001-01-01', DATE '9999-12-31' FROM unit
    UNION ALL
    SELECT unit_id, unit_id, 'as_is', DATE '0001-01-01', DATE '9999-12-31' FROM unit
    WHERE tree_changed;
