"""How offices share: members, invitations, packages, folders."""
