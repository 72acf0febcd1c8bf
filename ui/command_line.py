"""The program without a window: read, solve, check and export from a terminal."""
