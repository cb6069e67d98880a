"""Datasets that people already have: UCDP GED, VIINA, GDELT, ACLED files of their own, any table or layer of points.

Rows become the store's columns in our vocabulary, a chunk at a time, with their own source as evidence. A row that
cannot be taken is named with its line and the reason, and the others go on. Nothing is fetched.
"""
