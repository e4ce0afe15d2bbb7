"""Entries of all kinds as people type them: forms, calls, notes that are understood."""
