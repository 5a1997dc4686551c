"""Our own PostgreSQL: requests, approvals, cards, notices, the inbox and the audit."""
