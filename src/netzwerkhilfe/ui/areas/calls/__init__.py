"""Anruf notieren."""
