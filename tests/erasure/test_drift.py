"""Any difference between the live schema and the erasure map names itself; the schema as it is has none."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import event

from tests.erasure.tv import Tv

KINDS = {
    "a new table with a foreign key": (
        "CREATE TABLE badges (id uuid PRIMARY KEY, jobseeker_id uuid REFERENCES jobseekers)",
        "The foreign key of badges.jobseeker_id to jobseekers is not in the erasure map.",
    ),
    "a foreign key under another name": (
        "CREATE TABLE badges (id uuid PRIMARY KEY, holder uuid REFERENCES jobseeker_profiles)",
        "The foreign key of badges.holder to jobseeker_profiles is not in the erasure map.",
    ),
    "a foreign key to a child": (
        "ALTER TABLE notes ADD COLUMN about uuid REFERENCES employments",
        "The foreign key of notes.about to employments is not in the erasure map.",
    ),
    "a foreign key from another schema": (
        "CREATE SCHEMA reports; CREATE TABLE reports.badges (id uuid PRIMARY KEY, holder uuid REFERENCES jobseekers)",
        "The foreign key of reports.badges.holder to jobseekers is not in the erasure map.",
    ),
    "a foreign key that is gone": (
        "ALTER TABLE job_applications DROP CONSTRAINT fk_rails_f4576dc3bb",
        "The foreign key of job_applications.jobseeker_id to jobseekers is gone.",
    ),
    "another on-delete rule": (
        "ALTER TABLE job_applications DROP CONSTRAINT fk_rails_f4576dc3bb;"
        "ALTER TABLE job_applications ADD FOREIGN KEY (jobseeker_id) REFERENCES jobseekers ON DELETE CASCADE",
        "The foreign key of job_applications.jobseeker_id to jobseekers is ON DELETE CASCADE, not NO ACTION.",
    ),
    "a column without a foreign key": (
        "ALTER TABLE notes ADD COLUMN last_jobseeker_id uuid",
        "The column notes.last_jobseeker_id looks like a link to a jobseeker and is not in the erasure map.",
    ),
    "a column for several": (
        "ALTER TABLE vacancies ADD COLUMN jobseeker_ids uuid[]",
        "The column vacancies.jobseeker_ids looks like a link to a jobseeker and is not in the erasure map.",
    ),
    "a column for a child": (
        "ALTER TABLE notes ADD COLUMN qualification_id uuid",
        "The column notes.qualification_id looks like a link to a jobseeker and is not in the erasure map.",
    ),
    "a column for a user": (
        "ALTER TABLE notes ADD COLUMN user_id uuid",
        "The column notes.user_id looks like a link to a jobseeker and is not in the erasure map.",
    ),
    "a polymorphic pair": (
        "ALTER TABLE notes ADD COLUMN subject_type text, ADD COLUMN subject_id uuid",
        "The columns notes.subject_type and _id can name a jobseeker and are not in the erasure map.",
    ),
    "a missing column": (
        "ALTER TABLE action_text_rich_texts RENAME COLUMN name TO title",
        "The column action_text_rich_texts.name is gone.",
    ),
    "a missing table": ("ALTER TABLE saved_jobs RENAME TO kept_jobs", "The table saved_jobs is gone."),
    "a trigger": (
        "CREATE TRIGGER watch BEFORE DELETE ON saved_jobs FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "There is a trigger on saved_jobs: watch.",
    ),
    "a trigger where a counter is changed": (
        "CREATE TRIGGER watch BEFORE UPDATE ON noticed_events FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "There is a trigger on noticed_events: watch.",
    ),
    "a rule": (
        "CREATE RULE keep AS ON DELETE TO feedbacks DO INSTEAD NOTHING",
        "There is a rule on feedbacks: keep.",
    ),
    "a table that inherits": (
        "CREATE TABLE old_saved_jobs () INHERITS (saved_jobs)",
        "The table old_saved_jobs inherits from saved_jobs, so its rows would go as well.",
    ),
    "row-level security": (
        "ALTER TABLE job_applications ENABLE ROW LEVEL SECURITY",
        "The table job_applications hides rows by row-level security.",
    ),
    "foreign keys switched off": (
        "ALTER TABLE jobseekers DISABLE TRIGGER ALL",
        "The foreign keys of jobseekers are not checked: their triggers are switched off.",
    ),
}
HARMLESS = {
    "a column about somebody else": "ALTER TABLE notes ADD COLUMN author_id uuid",
    "a table about somebody else": "CREATE TABLE badges (id uuid PRIMARY KEY, publisher_id uuid REFERENCES publishers)",
    "a type without an id": "ALTER TABLE notes ADD COLUMN badge_type text",
    "a foreign key between its own tables": "ALTER TABLE noticed_notifications ADD FOREIGN KEY (event_id)"
    " REFERENCES noticed_events NOT VALID",
    "a trigger elsewhere": "CREATE TRIGGER watch BEFORE UPDATE ON vacancies FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
}


async def test_the_schema_that_the_map_was_measured_on_has_no_drift(tv: Tv) -> None:
    assert await tv.service.drift() == ()


@pytest.mark.parametrize(("change", "sentence"), KINDS.values(), ids=KINDS.keys())
async def test_each_kind_of_drift_names_itself(tv: Tv, change: str, sentence: str) -> None:
    await tv.owner.execute(change)
    assert sentence in await tv.service.drift()
    async with tv.service.acting(uuid4()) as acting:
        assert sentence in await acting.drift()


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
async def test_what_has_nothing_to_do_with_jobseekers_is_no_drift(tv: Tv, change: str) -> None:
    await tv.owner.execute(change)
    assert await tv.service.drift() == ()


async def test_it_is_one_question(tv: Tv) -> None:
    said: list[str] = []
    event.listen(tv.service._straight._engine.sync_engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    await tv.service.drift()
    assert len([words for words in said if "pg_catalog" in words and "tables" in words]) == 1
