"""Pictures: a polars frame in, a finished plotly figure out. Nothing else in the project knows plotly."""
