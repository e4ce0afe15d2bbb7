"""The list: a lazy model, one delegate, filters and the page around them. Knows no kind by name."""
