"""Streamlit pages: they ask, show, and hand on."""
