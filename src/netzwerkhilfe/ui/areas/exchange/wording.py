"""What the way back (Strg+Z) says of an exchange that changed something."""

AFTER_EXCHANGE = "Seit dem Austausch ist nichts rückgängig zu machen; siehe Seite „Austausch“."
"""Said to who would take back what was done before an exchange that changed something."""
BEGINS_ANEW = " Strg+Z beginnt hier neu."
"""Added to what is said of such an exchange, where something could have been taken back until then."""
