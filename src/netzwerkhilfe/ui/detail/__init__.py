"""The pane beside a list, and the sections it is built of."""
