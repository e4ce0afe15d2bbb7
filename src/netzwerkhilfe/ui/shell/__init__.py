"""The window: its first frame, its pages and commands, sidebar, search, keyboard, and what comes from outside."""
