"""Foreign formats, one module for each; nothing else in the planner imports them."""
