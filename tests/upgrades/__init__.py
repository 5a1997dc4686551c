"""A version runs on the schema of the next: docs/upgrading.md, and the decision about it in docs/decisions/."""
