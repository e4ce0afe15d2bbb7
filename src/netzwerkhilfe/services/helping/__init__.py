"""Volunteers at work: engagements, courses, certificates, professionals, tasks."""
