"""Reading phone notes: the text as rules see it, what a word's surroundings do to it, and the readers of each kind."""
