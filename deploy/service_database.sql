-- What the bot's role may do in the service database (Teaching Vacancies' PostgreSQL): read these columns, wipe one,
-- and delete rows of the tables that go with a jobseeker. Run as the owner of the tables, after service_database_role.sql.
-- Everything that is not granted here is refused by PostgreSQL itself, whatever the bot's code would like to do. One
-- thing is left to the owner: up to PostgreSQL 14 every role may create tables in the schema public, until somebody says
--     REVOKE CREATE ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA public TO tv_support_bot;

GRANT SELECT (id, email, govuk_one_login_id, account_closed_on, email_opt_out, email_opt_out_reason,
              current_sign_in_at, last_sign_in_at, sign_in_count)
    ON jobseekers TO tv_support_bot;

-- Unlinking: handlers/unlink.py says when, adapters/service_database/jobseekers.py holds the statement.
-- SELECT … FOR UPDATE needs this right too.
GRANT UPDATE (govuk_one_login_id, updated_at) ON jobseekers TO tv_support_bot;

-- Deleting: adapters/service_database/erasure_map.py holds the steps. The columns read are those that link a row to
-- the person, never what the person wrote.
GRANT DELETE ON action_text_rich_texts, alert_runs, employments, feedbacks, job_preferences, job_preferences_locations,
                jobseeker_profile_excluded_organisations, jobseeker_profiles, jobseekers, noticed_notifications,
                personal_details, qualification_results, qualifications, saved_jobs, subscriptions
    TO tv_support_bot;

GRANT SELECT (id, jobseeker_id) ON jobseeker_profiles, saved_jobs TO tv_support_bot;
GRANT SELECT (id, jobseeker_profile_id)
    ON employments, job_preferences, jobseeker_profile_excluded_organisations, personal_details, qualifications
    TO tv_support_bot;
GRANT SELECT (id, job_preferences_id) ON job_preferences_locations TO tv_support_bot;
GRANT SELECT (id, qualification_id) ON qualification_results TO tv_support_bot;
GRANT SELECT (id, record_type, record_id, name) ON action_text_rich_texts TO tv_support_bot;
GRANT SELECT (id, event_id, recipient_type, recipient_id) ON noticed_notifications TO tv_support_bot;
GRANT SELECT (id, email, jobseeker_id, subscription_id) ON feedbacks TO tv_support_bot;
GRANT SELECT (id, email) ON subscriptions TO tv_support_bot;
GRANT SELECT (id, subscription_id) ON alert_runs TO tv_support_bot;

-- What Rails changes beside: an event's counter, and the link of feedback to a job alert that goes.
GRANT SELECT (id, notifications_count), UPDATE (notifications_count) ON noticed_events TO tv_support_bot;
GRANT UPDATE (subscription_id) ON feedbacks TO tv_support_bot;

-- Only counted: what stays behind, and what forbids a deletion or changes what a later sign-in does.
GRANT SELECT (owner_type, owner_id) ON emergency_login_keys TO tv_support_bot;
GRANT SELECT (whodunnit) ON versions TO tv_support_bot;
GRANT SELECT (record_type, record_id, name) ON active_storage_attachments TO tv_support_bot;
GRANT SELECT (conversation_id, sender_id, type) ON messages TO tv_support_bot;
GRANT SELECT (id, job_application_id) ON conversations TO tv_support_bot;

-- The private list of a person's job applications: where, in which status, since when. Never changed, never deleted.
GRANT SELECT (id, jobseeker_id, vacancy_id, status, submitted_at, created_at) ON job_applications TO tv_support_bot;
GRANT SELECT (id, job_title, publisher_organisation_id) ON vacancies TO tv_support_bot;
GRANT SELECT (id, name, uid, local_authority_code) ON organisations TO tv_support_bot;
GRANT SELECT (id, vacancy_id, organisation_id, created_at) ON organisation_vacancies TO tv_support_bot;
GRANT SELECT (id, school_id, school_group_id, created_at) ON school_group_memberships TO tv_support_bot;

-- Why hiring staff cannot sign in: which organisations the service holds, and where it has listed an address
-- (adapters/service_database/publishers.py). Personal data: the publishers' addresses, and the head teacher's name in
-- gias_data, which the public register gives to everybody and no statement asks for. Never a name of hiring staff.
GRANT SELECT (type, urn, establishment_status, discarded_at, gias_data) ON organisations TO tv_support_bot;
GRANT SELECT (id, email) ON publishers TO tv_support_bot;
GRANT SELECT (organisation_id, publisher_id) ON organisation_publishers TO tv_support_bot;
