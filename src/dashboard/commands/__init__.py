"""What ``python -m dashboard`` can do, a module a subject; each has ``add_to``, which adds its commands to the parser."""
