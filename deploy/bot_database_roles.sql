-- The two roles of the bot database. Run once in it, as the server's administrator, before the first migration; doing it
-- again changes nothing. Then give each a password of its own (psql: \password tv_support_bot_owner), or an Entra sign-in.
--   tv_support_bot_owner   owns the tables; only the migration signs in as it
--   tv_support_bot         what the running bot signs in as; what it may do is in bot_database.sql

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tv_support_bot_owner') THEN
        CREATE ROLE tv_support_bot_owner LOGIN CONNECTION LIMIT 5;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tv_support_bot') THEN
        -- 23 for each replica (bot/app.py), three of them during a rollout, and 8 for `doctor`.
        CREATE ROLE tv_support_bot LOGIN CONNECTION LIMIT 80;
    END IF;
    -- Nobody else comes in, and of these two only the owner makes anything.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO tv_support_bot_owner, tv_support_bot', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE, CREATE ON SCHEMA public TO tv_support_bot_owner WITH GRANT OPTION;
END
$$;
