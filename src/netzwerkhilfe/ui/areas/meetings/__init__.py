"""Sitzungen: all meetings, the desk of one, the register of decisions, the preview of papers."""
