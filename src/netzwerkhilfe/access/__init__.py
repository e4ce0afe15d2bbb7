"""Who may see and do what. Above the store, which keeps whatever it is given, and below all that acts for somebody."""
