"""What keeps unsaved work from being lost: the journal while it is made, and the offer of it at the next start."""
