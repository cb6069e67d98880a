"""What Streamlit runs for every change on a page."""

from geo.dashboard.shell import run

run()
