"""Our copy of the register of organisations (GIAS): fetched, checked, stored by day, and searched."""
