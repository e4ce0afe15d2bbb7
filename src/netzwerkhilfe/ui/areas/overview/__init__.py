"""Übersicht."""
