"""What is seen: the only home of PySide6. No rule of the field lives here."""
