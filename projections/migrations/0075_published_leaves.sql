-- The leaves of the Merkle-sum trees of what was published, so that the way from one gift to a total
-- is found at once. They follow from the log alone: made when first asked for, dropped at will.

-- 256 leaves in a row, or the last ones of a tree. `publication` is the position of the entry that
-- publishes the tree ('raised' or 'collected'), `positions` are those of the gifts, `leaves` their
-- hashes and net amounts (40 bytes each), `top` the node over all of them.
CREATE TABLE published_leaf (
    publication bigint NOT NULL,
    tree text NOT NULL,
    tile bigint NOT NULL,
    first_position bigint NOT NULL,
    positions bigint[] NOT NULL,
    leaves bytea NOT NULL,
    top_hash bytea NOT NULL,
    top_vnd bigint NOT NULL,
    PRIMARY KEY (publication, tree, tile)
);
CREATE INDEX published_leaf_first ON published_leaf (publication, tree, first_position);
ALTER TABLE published_leaf ALTER COLUMN leaves SET STORAGE EXTERNAL;
