"""The funding business case: what leaves the house, and nothing else."""
