"""``streamlit run app.py`` starts here: the Streamlit app object with its guard and routes, nothing else."""

import streamlit as st

from geo.dashboard.guard import guards
from geo.dashboard.routes import routes
from geo.dashboard.serve import SCRIPT, say, start

start()
# Streamlit looks for this very call in this file's syntax tree; a function that makes the app would not be found.
app = st.App(SCRIPT, routes=routes(), middleware=guards(), on_script_error=say)
