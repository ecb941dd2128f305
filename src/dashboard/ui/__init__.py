"""The only package that imports streamlit: the frame around every page, and what pages are made of."""
