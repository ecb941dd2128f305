"""The path the application lies under, where a proxy gives it one of its own."""

import streamlit as st


def base_path() -> str:
    """Return the path with its leading slash, empty at the root of a host: what every address of ours begins with."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def below_base(path: str) -> str:
    """Return the path of a request below the application's own, without slashes at its ends."""
    base = f"{base_path()}/"
    return path.removeprefix(base if f"{path}/".startswith(base) else "").strip("/")
