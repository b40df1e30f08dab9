"""The publication package: what a unit published of a year, with all that it takes to check it.

DOC-TRUOC.txt         what is inside and how to check it; in Vietnamese, then in English
figures.json          the figures, in canonical form: the log has the SHA-256 of these bytes
figures.csv           the same as a table
units.csv             the figures of every unit
statements/*.html     a page for each unit, to read and to print
gifts.csv             every receipt that makes the figure raised, in the order of the log
collected.csv         every gift that holders collected
payouts.csv           every award, without names
breakdown.csv         awards by unit, kind and kind of recipient; small cells withheld
entries.csv           every entry that moves a figure
publication.json      the entry of the log by which all this was published, as it is stored
publication-proof.txt that the log has it (c2sp.org/tlog-proof)
witnessed-proof.txt   the same where witnesses have cosigned the log, as soon as they have
checkpoint.txt        the log as it was signed then
log-keys.txt          who signs it; hand-over-*.txt: how one key gave way to the next
verifier.html         checks receipts without the network
MANIFEST.txt          SHA-256 of every file, signed by the log

contents   the files that follow from the log      names     who is named in them
sealing    what binds them to the log              checking  whether a package holds
differing  what changed from one to another
"""
