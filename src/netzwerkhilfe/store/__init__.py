"""How it is kept: the unit of work, the register algebra, encryption, upgrades, search, erasure, backup."""
