"""What the team does with what it knows."""
