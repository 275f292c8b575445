"""The script that Streamlit runs for each reader: language, look, navigation, and the page asked for."""

import streamlit as st

from core.errors import TrameError
from core.languages import _
from views import about_page, context, data_page, look, map_page, operations_page, rules_page, topbar
from views.check import page as check_page
from views.evaluation import page as evaluation_page
from views.funding import page as funding_page
from views.publish import page as publish_page
from views.social import page as social_page

context.begin()
st.set_page_config(page_title="Trame", layout="wide", initial_sidebar_state="auto")
look.dress()

pages = {
    "map": st.Page(map_page.show, title=_("Map"), url_path="carte", default=True),
    "operations": st.Page(operations_page.show, title=_("Operations"), url_path="operations"),
    "funding": st.Page(funding_page.show, title=_("Funding plans"), url_path="financements"),
    "social": st.Page(social_page.show, title=_("Social actions"), url_path="actions-sociales"),
    "evaluation": st.Page(evaluation_page.show, title=_("Evaluation"), url_path="evaluation"),
    "check": st.Page(check_page.show, title=_("Check a footprint"), url_path="verifier"),
    "publish": st.Page(publish_page.show, title=_("Publish"), url_path="publier"),
    "rules": st.Page(rules_page.show, title=_("Rules"), url_path="regles"),
    "data": st.Page(data_page.show, title=_("Data"), url_path="donnees"),
    "about": st.Page(about_page.show, title=_("About"), url_path="a-propos"),
}
st.session_state["trame_pages"] = pages
page = st.navigation(list(pages.values()), position="top")
try:
    topbar.show(context.world())
    page.run()
except TrameError as error:
    st.error(str(error))
