-- What the bot's role may do in its own database. `python -m bot migrate` runs as the owner of the tables, not as this
-- role. Run this as the owner after each migration; doing it again changes nothing.

GRANT USAGE ON SCHEMA public TO tv_support_bot;

GRANT SELECT, INSERT, UPDATE ON requests, cards, notices, inbox, confirmations TO tv_support_bot;
-- `python -m bot doctor` tells which migrations are there.
GRANT SELECT ON alembic_version TO tv_support_bot;
GRANT SELECT, INSERT ON requesters, approvals TO tv_support_bot;
-- What goes in time (docs/privacy.md): names of those who asked and approved, and replies to deliveries.
GRANT UPDATE (teams_id, name) ON requesters, approvals TO tv_support_bot;
GRANT DELETE ON inbox TO tv_support_bot;

-- The pace in the channel, shared by all replicas.
GRANT SELECT, UPDATE ON channel TO tv_support_bot;
GRANT SELECT, INSERT, UPDATE, DELETE ON sends TO tv_support_bot;

-- The pause: a row that is there or not.
GRANT SELECT, INSERT, UPDATE, DELETE ON settings TO tv_support_bot;

-- Which replica fetches the register of organisations.
GRANT SELECT, INSERT, UPDATE ON register_days TO tv_support_bot;

-- The audit can be added to and read, never changed; the head of its chain moves on.
GRANT SELECT, INSERT ON audit TO tv_support_bot;
GRANT SELECT, UPDATE ON audit_head TO tv_support_bot;
