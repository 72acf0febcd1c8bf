"""The plan as tables that are edited in place."""
