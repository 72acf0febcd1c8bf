"""What is publicly known of FastTrack, funding programmes and list prices: dated, sourced, and editable per plan."""
