-- One more way down from a figure to its entries: by the level of units.

-- Which level a unit had, from a day to the day before another. Before its first day it had that of
-- its first term, after its last that of the last.
CREATE VIEW unit_level AS
    SELECT
        unit_id, level,
        CASE WHEN EXISTS (
            SELECT FROM unit_term AS earlier
            WHERE earlier.unit_id = own.unit_id AND earlier.valid_from < own.valid_from
        ) THEN valid_from ELSE DATE '0001-01-01' END AS first,
        coalesce((
            SELECT min(valid_from) FROM unit_term AS later
            WHERE later.unit_id = own.unit_id AND later.valid_from > own.valid_from
        ), DATE '9999-12-31') AS until
    FROM unit_term AS own;

-- Who counts: everybody below a unit, by one of the trees; or, as if below no unit at all, everybody
-- of a level.
CREATE VIEW who_counts AS
    SELECT unit_id, ancestor_id, tree, first, until FROM own_or_above
    UNION ALL
    SELECT unit_id, UUID '00000000-0000-0000-0000-000000000000', level, first, until
    FROM unit_level;
