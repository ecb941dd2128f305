"""What the plans say: catalogue, printed targets, plans, agencies, discrepancies, and the reading of their files."""
