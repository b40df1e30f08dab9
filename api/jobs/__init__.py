"""Work that takes longer than a page waits for: ordered on a page, made beside the web.

    waiting → running → done | failed | cancelled

rows       a job as a row: ordered, shown, stopped
files      what was made, where it lies, and that it goes with its job
making     makes one job after another, and takes up what one that died has left behind
lanes      which kinds there are, who makes them, and in which processes
"""
