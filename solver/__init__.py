"""How a good schedule is found: the planner and OR-Tools, without Qt."""
