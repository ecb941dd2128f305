"""What was handed in and decided: append-only tables in DuckLake, and what ships beside them."""
