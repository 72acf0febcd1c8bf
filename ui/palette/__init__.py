"""Everything the window can do, and everything in the plan, by a few letters."""
