"""What the dashboard is held against: the barest pages that show the same, made as their makers' tutorials do."""
