"""Who is asking: accounts, sign-in, sessions, keys for programs, and what a person may do."""
