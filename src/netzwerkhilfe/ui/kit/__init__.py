"""What everything seen is made of: tokens, icons, widgets, dialogs, forms, and work off the window's thread."""
