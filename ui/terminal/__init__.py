"""What commands print and read in a terminal, one file for each topic; `console` holds what they all say alike."""
