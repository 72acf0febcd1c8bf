"""Everything that leaves the house goes through here: the business case, a project, a copy for the partner."""
