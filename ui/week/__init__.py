"""The manager's week: what happened, what planning anew changes, whom to chase, and the status page. Internal."""
