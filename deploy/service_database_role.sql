-- The bot's role in the service database (Teaching Vacancies' PostgreSQL). Run once in it, as the owner of its tables or
-- the server's administrator; doing it again changes nothing. Then give it a password (psql: \password tv_support_bot) or
-- an Entra sign-in, and run service_database.sql, which says what it may do.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tv_support_bot') THEN
        -- 4 for each replica (bot/app.py), three of them during a rollout, and `doctor`.
        CREATE ROLE tv_support_bot LOGIN CONNECTION LIMIT 16;
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO tv_support_bot', current_database());
    -- The bot sets shorter limits itself; these hold for whoever else would sign in as it.
    EXECUTE format('ALTER ROLE tv_support_bot IN DATABASE %I SET statement_timeout = %L', current_database(), '15s');
    EXECUTE format('ALTER ROLE tv_support_bot IN DATABASE %I SET lock_timeout = %L', current_database(), '5s');
    EXECUTE format(
        'ALTER ROLE tv_support_bot IN DATABASE %I SET idle_in_transaction_session_timeout = %L', current_database(), '30s'
    );
END
$$;
