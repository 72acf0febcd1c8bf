"""What was sent, to whom, and what it said; and what is different since. Internal but for the number of a version."""
