"""Netzwerk Hilfe: the shared desk of municipalities that pool their help for people in need."""

__version__ = "0.1.0"
