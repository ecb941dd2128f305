"""What pages are made of: filter bar, tables, pictures, downloads."""
