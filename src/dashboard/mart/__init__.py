"""What it means: tables derived from the catalogue and one snapshot of the store, and every read of them."""
