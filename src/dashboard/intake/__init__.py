"""A file handed in by an office: read, checked, compared with what is published.

``reading`` turns bytes into a ``Sheet``, ``checking`` a sheet into observations and issues, ``comparing`` observations
into what would change. ``templates`` writes the file that is to be filled in.
"""
