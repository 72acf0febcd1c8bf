"""Phases, credits and partners from workbooks and CSV files that people made, as a difference to a plan.

A file becomes sheets of plain cells (``sheets``), titles become columns that a plan knows (``columns``, ``mapping``),
and rows become a plan (``reading``): whole or, with a fault at each cell that is wrong, not at all.
"""
