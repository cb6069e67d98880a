"""The dashboard: Streamlit pages over the store. A page makes widgets, calls one function, and shows the answer.

Text of articles never meets Markdown or unescaped HTML here: a remote image in a title would tell its server
who reads it. ``words.plain`` and ``words.html_text`` are the only two ways for such text into a label or a panel.
"""
