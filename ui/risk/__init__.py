"""Risk in the window: its panel, its page, and the runs behind it."""
