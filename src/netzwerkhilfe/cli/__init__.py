"""The command line: the same verbs as the window, for tests, for a scheduled exchange and for support."""
