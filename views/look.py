"""How the pages look: Streamlit's own look where it serves, and a map that fills the window."""

import streamlit as st

from core.languages import _
from maps import libraries

_CSS = """
@font-face {{ font-family: Inter; font-weight: 400; src: url("{regular}") format("woff2"); font-display: swap; }}
@font-face {{ font-family: Inter; font-weight: 600; src: url("{bold}") format("woff2"); font-display: swap; }}
:root {{ --line: #d9d5cd; --ink: #1d1b19; --grey: #625d55; --accent: #762a83; --bar: 3.25rem; }}
.t td.n, .t th.n, .figures {{ font-variant-numeric: tabular-nums; }}

/* Streamlit's own words, in the language of the reader */
[data-testid="stFileUploaderDropzone"] button p, [data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{browse}"; font-size: .9rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "{limit}"; font-size: .85rem; }}
.stElementContainer:has(> .stHtml > style) {{ display: none; }}
.stApp h1 {{ font-size: 1.6rem; padding: .2rem 0 .4rem; }}
.stApp .stHeading h2 {{ font-size: 1.15rem; padding: .8rem 0 .2rem; }}
.stLayoutWrapper:has(> .st-key-search), .stLayoutWrapper:has(> .st-key-language) {{ position: absolute; }}

/* the bar: name, pages, search */
header.stAppHeader {{ position: fixed; left: 0; right: 0; width: 100vw; height: var(--bar); min-height: var(--bar); background: #fff;
  border-bottom: 1px solid var(--line); z-index: 1000000; padding: 0 1rem; }}
header.stAppHeader::before {{ content: "Trame"; font-weight: 600; font-size: 1.15rem; margin-right: 1.2rem; color: var(--ink); align-self: center; }}
header.stAppHeader .stToolbar, header [data-testid="stToolbar"] {{ padding-right: 28rem; }}
.st-key-search {{ position: fixed; top: .45rem; right: 4rem; width: min(22rem, 26vw); z-index: 1000001; gap: 0; }}
.st-key-search [data-testid="stTextInputRootElement"] {{ height: 2.3rem; border: 1px solid #8d877c; background: #fff; }}
.st-key-search input {{ padding: .3rem .6rem; font-size: .9rem; }}
.st-key-answers {{ background: #fff; border: 1px solid #8d877c; border-top: none; border-radius: 0 0 4px 4px; padding: .3rem; gap: 0; max-height: 70dvh; overflow-y: auto;
  box-shadow: 0 6px 18px rgb(0 0 0 / 14%); }}
.st-key-answers button {{ justify-content: flex-start; border: none; padding: .3rem .5rem; min-height: 0; text-align: left; }}
.st-key-answers button:hover, .st-key-answers button:focus-visible {{ background: #f3eef5; }}
.st-key-answers button > div, .st-key-answers button [data-testid="stMarkdownContainer"] {{ width: 100%; justify-content: flex-start; text-align: left; }}
.st-key-answers p {{ font-size: .88rem; line-height: 1.35; }}
.st-key-language {{ position: fixed; top: .55rem; right: .8rem; width: 2.8rem; z-index: 1000001; }}
.st-key-language button {{ padding: .15rem .4rem; min-height: 0; border: none; color: var(--accent); text-decoration: underline; }}
.stMainBlockContainer {{ padding: calc(var(--bar) + .4rem) 2rem 3rem; max-width: 84rem; }}
.stMainBlockContainer:has(.st-key-map) {{ padding: var(--bar) 0 0; max-width: none; }}
.stMainBlockContainer:has(.st-key-map) > .stVerticalBlock {{ gap: 0; }}

/* filters */
section.stSidebar {{ top: var(--bar); height: calc(100dvh - var(--bar)); background: #fff; border-right: 1px solid var(--line); }}
@media (min-width: 641px) {{
  section.stSidebar:not([aria-expanded="false"]) {{ width: 15rem !important; min-width: 15rem !important; max-width: 15rem !important; flex: 0 0 15rem; }}
}}
.stSidebar [data-testid="stSidebarContent"] {{ padding: 0; }}
.stSidebar [data-testid="stSidebarHeader"] {{ height: 0; padding: 0; margin: 0; position: absolute; right: .3rem; top: .9rem; z-index: 2; }}
.stSidebar [data-testid="stSidebarUserContent"] {{ padding: .3rem 1rem 2rem; }}
.stSidebar .stVerticalBlock {{ gap: .4rem; }}
.stSidebar h3.s {{ margin-top: .7rem; }}
.stSidebar [data-testid="stWidgetLabel"] p, .stSidebar .stCheckbox p {{ font-size: .86rem; }}
.stSidebar .stCheckbox {{ min-height: 0; gap: .15rem; }}
.stSidebar .stCheckbox label {{ padding: 0; align-items: flex-start; }}
.stSidebar [data-baseweb="select"] > div {{ min-height: 2rem; font-size: .86rem; background: #fff; border: 1px solid #b9b3a8; }}
.stSidebar [data-testid="stMultiSelectTagsContainer"] input {{ min-width: 3rem; }} /* with focus as without: else the first click elsewhere moves what it aims at */
.stSidebar [data-testid="stExpander"] summary {{ padding: .3rem .6rem; min-height: 0; }}
.stSidebar [data-testid="stCaptionContainer"] {{ opacity: 1; }}
.stSidebar [data-testid="stCaptionContainer"] p {{ font-size: .84rem; color: var(--grey); }}
.stSidebar [data-testid="stPageLink"] a {{ padding: 0; min-height: 0; }}
.stSidebar [data-testid="stPageLink"] p {{ color: var(--accent); text-decoration: underline; font-size: .86rem; }}

/* the map and its panel */
.st-key-map .stHorizontalBlock:has(iframe) {{ gap: 0; height: calc(100dvh - var(--bar)); flex-wrap: nowrap; }}
.st-key-map .stHorizontalBlock:has(iframe) > .stColumn:first-child {{ flex: 1 1 0; min-width: 0; }}
.st-key-map .stHorizontalBlock:has(iframe) > .stColumn:last-child {{ flex: 0 0 28.5rem; width: 28.5rem; min-width: 0; max-width: 38vw; }}
.st-key-map .stHorizontalBlock:has(iframe) > .stColumn:first-child .stVerticalBlock {{ gap: 0; }}
.st-key-map iframe {{ height: calc(100dvh - var(--bar)) !important; width: 100% !important; display: block; border: 0; }}
.st-key-panel {{ max-height: calc(100dvh - var(--bar)); min-height: calc(100dvh - var(--bar)); overflow-y: auto; overflow-x: hidden; flex-wrap: nowrap;
  padding: .8rem 1.1rem 2.5rem; border-left: 1px solid var(--line); gap: .5rem; }}
.st-key-panel .stHtml {{ width: 100%; }}
.st-key-panel .stButton button {{ min-height: 0; padding: .2rem .7rem; font-size: .85rem; }}
.st-key-panel [class*="st-key-here_"] button {{ justify-content: flex-start; text-align: left; border: none; text-decoration: underline; padding: .1rem 0; color: var(--accent); }}

/* words and tables */
.p h2 {{ font-size: 1.25rem; line-height: 1.25; margin: .1rem 0 .3rem; padding: 0; font-weight: 600; }}
.p p {{ margin: .15rem 0 .35rem; font-size: .9rem; line-height: 1.45; }}
.p ul {{ margin: .1rem 0 .3rem; padding: 0; list-style: none; font-size: .88rem; }}
.p li {{ margin: .15rem 0; line-height: 1.4; }}
h3.s {{ font-size: .72rem; letter-spacing: .07em; text-transform: uppercase; color: var(--grey); margin: .9rem 0 .25rem; padding: 0; font-weight: 600; }}
h3.s .d {{ margin-left: .5rem; letter-spacing: .02em; }}
.g {{ color: var(--grey); }}
.pill {{ display: inline-block; padding: .1rem .55rem; border-radius: 1rem; font-size: .8rem; border: 1px solid var(--ink); margin-right: .35rem; }}
table.t {{ width: 100%; border-collapse: collapse; font-size: .82rem; }}
.money table.t {{ font-size: .76rem; }}
.money table.t th, .money table.t td {{ padding: .25rem .18rem; }}
.money .who {{ display: flex; gap: .35rem; align-items: baseline; }}
.money .who i {{ flex: 0 0 .65em; height: .65em; border: 1px solid #4c483f; }}
table.t caption {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
table.t th, table.t td {{ padding: .25rem .3rem; text-align: left; border: none; border-bottom: 1px solid #e7e3dc; vertical-align: top; }}
table.t th {{ font-weight: 600; color: var(--grey); }}
table.t .n {{ text-align: right; white-space: nowrap; }}
table.t tfoot td {{ font-weight: 600; border-bottom: none; border-top: 1px solid var(--ink); }}
.wide {{ overflow-x: auto; }}
.narrow {{ max-width: 24rem; }}
.alert {{ border-left: 3px solid #b35806; background: #fff5ea; padding: .45rem .7rem; font-size: .86rem; line-height: 1.45; margin: .4rem 0; }}
.note {{ border-left: 3px solid #2166ac; background: #eef4fa; padding: .45rem .7rem; font-size: .86rem; line-height: 1.45; margin: .4rem 0; }}
.bar {{ display: flex; height: .8rem; border: 1px solid #4c483f; margin: .2rem 0 .35rem; overflow: hidden; }}
.bar span {{ display: block; height: 100%; box-shadow: inset -1px 0 0 #4c483f55; }}
.fictitious {{ color: #7a2e00; font-size: .8rem; }}
.figures {{ display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; margin: .2rem 0 .4rem; }}
.figures div {{ font-size: .82rem; color: var(--grey); }}
.figures b {{ display: block; font-size: 1.15rem; font-weight: 600; color: var(--ink); white-space: nowrap; }}

@media (max-width: 640px) {{
  .st-key-search {{ position: static; width: 100%; padding: .4rem .6rem; z-index: 0; }}
  .stLayoutWrapper:has(> .st-key-search) {{ position: static; }}
  .st-key-language {{ top: .5rem; right: .6rem; }}
  .stMainBlockContainer {{ padding: calc(var(--bar) + .5rem) .9rem 2rem; }}
  .st-key-map .stHorizontalBlock:has(iframe) {{ flex-direction: column; height: auto; }}
  .st-key-map .stHorizontalBlock:has(iframe) > .stColumn:first-child,
  .st-key-map .stHorizontalBlock:has(iframe) > .stColumn:last-child {{ flex: none; width: 100%; max-width: none; }}
  .st-key-map iframe {{ height: 58dvh !important; }}
  .st-key-panel {{ min-height: 0; max-height: none; border-left: none; border-top: 1px solid var(--line); }}
}}
"""


def dress() -> None:
    """Put the style sheet on the page."""
    sheet = _CSS.format(
        regular=libraries.url("inter-400.woff2"),
        bold=libraries.url("inter-600.woff2"),
        browse=_("Browse…"),
        limit=_("or drop it here"),
    )
    st.html(f"<style>{sheet}</style>")
