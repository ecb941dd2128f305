"""Plans on the page: those in force and before; for administrators the way of a new one from its document into the reference files."""
