"""Meetings of the Leitungsteam: agenda, invitation, attendance, votes, minutes, and what follows from them."""
