"""What the performance figures in the README come from: every module runs alone, ``python -m benchmarks`` runs all."""
