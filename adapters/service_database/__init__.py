"""Teaching Vacancies' own PostgreSQL (14): exactly the reads and the one write that this bot may do."""
