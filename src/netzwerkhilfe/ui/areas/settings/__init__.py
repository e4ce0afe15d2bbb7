"""Einstellungen: this PC, the network's lists, about the program."""
