"""The rollout as outline and timeline side by side: one surface with the same rows, one scroll bar, one selection."""
