"""A plan from the document it is printed in: read, settled by a person question by question, written into the reference files.

``word_files`` and ``table_files`` turn a document into tables of cells, ``headings`` finds what their columns are, ``indicator_rows`` and
``task_rows`` take their rows word for word. ``settling`` holds them against the catalogue: what is certain becomes lines of the
reference files (``additions``), everything else a question (``questions``). ``draft`` keeps all of it in a folder, ``applying`` writes it.
"""
