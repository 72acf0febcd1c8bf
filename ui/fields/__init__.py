"""The fields of a plan as people see and edit them: described once, for tables and editors alike."""
