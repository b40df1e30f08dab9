"""How the running program is looked after: logs, measures, whether it is well, how it stops."""
