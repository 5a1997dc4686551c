"""The outside: both databases, Teams, the directory and our own identity, each behind a port of the rules."""
