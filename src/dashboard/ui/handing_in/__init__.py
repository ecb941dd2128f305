"""For those who hand figures in: what is expected, drafts, problems, what will change."""
