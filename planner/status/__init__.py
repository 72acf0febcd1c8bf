"""The manager's week: what changed since the last status date, and who has to do what next. Internal."""
