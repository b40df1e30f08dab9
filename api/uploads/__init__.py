"""Files that people send to be imported: kept, checked, recorded, and undone.

    checking → checked → recording → recorded → undo_checking → undo_checked
                  ↓  ↑       ↑          ↑  ↑                      ↓
                 asked ──────┘          │  └──────────────── undo_asked → undoing → undone
                  (declined: checked)   └ (declined)

What people decide is a step in the table `upload` (`records`); what takes time is done by a process
of its own that a clerk starts (`clerk`, `work`), one at a time, and again if it died. What was sent
holds personal data, so it lies in a folder that only this user can open (`folders`), is deleted
when it is recorded, and after thirty days in any case.
"""
