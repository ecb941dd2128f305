"""For those who act on cells: assign, commit, report, confirm."""
