"""The timeline as data: rows, bars, arrows and lanes, and what turns them into a picture without a window."""
