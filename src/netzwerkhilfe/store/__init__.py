"""How it is kept: the door, the register algebra, encryption, upgrades, search, erasure, backup."""
