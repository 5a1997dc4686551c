-- What the bot's role may do in the service database (Teaching Vacancies' PostgreSQL): read these columns, and wipe one.
-- Run as the owner of the tables, after:  CREATE ROLE tv_support_bot LOGIN PASSWORD '…';
-- Everything that is not granted here is refused by PostgreSQL itself, whatever the bot's code would like to do.

GRANT USAGE ON SCHEMA public TO tv_support_bot;

GRANT SELECT (id, email, govuk_one_login_id, account_closed_on, email_opt_out, email_opt_out_reason,
              current_sign_in_at, last_sign_in_at, sign_in_count)
    ON jobseekers TO tv_support_bot;

-- The one write: handlers/unlink.py says when, adapters/service_database/jobseekers.py holds the statement.
-- SELECT … FOR UPDATE needs this right too.
GRANT UPDATE (govuk_one_login_id, updated_at) ON jobseekers TO tv_support_bot;

-- Only counted, never read: whether a later sign-in would merge accounts depends on whether there are any.
GRANT SELECT (jobseeker_id) ON job_applications TO tv_support_bot;
GRANT SELECT (id, jobseeker_id) ON jobseeker_profiles TO tv_support_bot;
GRANT SELECT (jobseeker_profile_id) ON qualifications, employments TO tv_support_bot;
GRANT SELECT (sender_id, type) ON messages TO tv_support_bot;
