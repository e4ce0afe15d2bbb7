"""Austausch: the page, what has come, conflicts side by side."""
