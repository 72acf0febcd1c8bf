"""The timeline as a picture made of plain figures: where things lie, apart from whatever draws them."""
