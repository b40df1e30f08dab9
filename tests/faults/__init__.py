"""Real processes that are killed, cut off and restarted: nothing acknowledged may be lost."""
