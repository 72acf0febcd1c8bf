"""Meeting mode: the plan as it may be seen outside the house, on the whole screen, to be moved about together."""
