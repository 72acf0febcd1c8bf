"""What went wrong, told so that a user can act on it: one dialog, a log, and a window that lives on."""
