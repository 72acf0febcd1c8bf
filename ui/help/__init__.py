"""Help inside the window: short pages, searched by words."""
