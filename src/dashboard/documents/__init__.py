"""Documents for meetings: what they say, from queries, once (``content``); and writers that know nothing of the data."""
