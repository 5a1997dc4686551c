"""Alembic's entry: it runs on the connection that adapters/bot_database/migrate.py hands over."""

from alembic import context

from adapters.bot_database.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
