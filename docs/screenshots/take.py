"""Take the pictures of the README from the dashboard on illustrative data."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
CHROMIUM = Path("/usr/bin/chromium")
PICTURES = {
    "overview": "/?year=2025",
    "sector": "/y-te?year=2025",
    "indicator": "/chi-tieu?id=beds_per_10000&year=2025",
}


def main() -> None:
    """Serve the demo store, photograph each page, stop the server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DASHBOARD_STORE": f"sqlite:{PROJECT / 'data/store/demo.sqlite'}"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=PROJECT, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(CHROMIUM) if CHROMIUM.exists() else None,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
            )
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            for name, address in PICTURES.items():
                page.goto(f"http://127.0.0.1:{port}{address}")
                page.locator(".js-plotly-plot").first.wait_for()
                page.wait_for_timeout(1500)
                page.screenshot(path=HERE / f"{name}.png")
            browser.close()
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("The server stopped before it answered.")
        try:
            urllib.request.urlopen(address, timeout=1)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not answer within a minute.")


if __name__ == "__main__":
    main()
