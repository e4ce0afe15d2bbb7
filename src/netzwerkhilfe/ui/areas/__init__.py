"""One folder for each area of the window."""
