"""Papers: the registry of what can be printed (:mod:`.registry`), and what gathers each.

A new paper is one file here: a function that gathers it and a ``register(Paper(…))`` below. The menus of the window,
``print`` on the command line and the table of the manual follow from that entry; how papers look is decided in
``documents/``, by the kind of plain data that was gathered.
"""
