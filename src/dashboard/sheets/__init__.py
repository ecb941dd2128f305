"""Worksheets as people read and print them: the type, the paper, and rows as high as their texts."""
