"""The money explained in full, page by page: ladder, ledgers, trade, cash, deadlines, checklist, unclaimed help."""
