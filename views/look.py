"""How the pages look: Streamlit's own look where it serves, and a map that fills the window."""

import streamlit as st

from core.issues import Level
from core.languages import _
from maps import libraries
from maps.check_pictures import marker_picture, picture_address

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
.stSidebar .st-key-publish_this_map button {{ padding: 0; min-height: 0; }}
.stSidebar .st-key-publish_this_map p, .stSidebar [data-testid="stPageLink"] p {{ color: var(--accent); text-decoration: underline; font-size: .86rem; }}

/* the map and its panel */
.stMainBlockContainer {{ --strip: 0px; }}
.stMainBlockContainer:has(.st-key-verdict), .stMainBlockContainer:has(.st-key-check_work) {{ --strip: 3.5rem; }}
.st-key-map .stHorizontalBlock:has(iframe) {{ gap: 0; height: calc(100dvh - var(--bar) - var(--strip)); flex-wrap: nowrap; }}
.st-key-map .stHorizontalBlock:has(iframe) > .stColumn:first-child {{ flex: 1 1 0; min-width: 0; }}
.st-key-map .stHorizontalBlock:has(iframe) > .stColumn:last-child {{ flex: 0 0 28.5rem; width: 28.5rem; min-width: 0; max-width: 38vw; }}
.st-key-map .stHorizontalBlock:has(iframe) > .stColumn:first-child .stVerticalBlock {{ gap: 0; }}
.st-key-map iframe {{ height: calc(100dvh - var(--bar) - var(--strip)) !important; width: 100% !important; display: block; border: 0; }}
.st-key-panel {{ max-height: calc(100dvh - var(--bar) - var(--strip)); min-height: calc(100dvh - var(--bar) - var(--strip)); overflow-y: auto; overflow-x: hidden; flex-wrap: nowrap;
  padding: .8rem 1.1rem 2.5rem; border-left: 1px solid var(--line); gap: .5rem; }}
.st-key-panel .stHtml {{ width: 100%; }}
.st-key-panel .stButton button {{ min-height: 0; padding: .2rem .7rem; font-size: .85rem; }}
.st-key-panel [class*="st-key-here_"] button {{ justify-content: flex-start; text-align: left; border: none; text-decoration: underline; padding: .1rem 0; color: var(--accent); }}

/* the check: a strip with the verdict, or with the work under way, over the map */
.hidden {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
.stElementContainer:has(> .stHtml > h1.hidden) {{ position: absolute; }}
.st-key-verdict, .st-key-check_work {{ height: var(--strip); min-height: var(--strip); padding: 0 1rem; border-bottom: 1px solid var(--line); flex-wrap: nowrap; gap: .6rem; background: #fff; }}
.st-key-verdict > .stElementContainer:first-child, .st-key-check_work > .stElementContainer:first-child {{ flex: 1 1 auto; min-width: 0; }}
.st-key-verdict button, .st-key-check_work button {{ min-height: 0; padding: .25rem .7rem; white-space: nowrap; }}
.stMainBlockContainer:has(.st-key-check_work) .st-key-panel > :not(:first-child) {{ display: none; }} /* what stood there until the work is done */
.strip {{ display: flex; align-items: center; gap: .5rem 1.1rem; min-width: 0; }}
.stApp .strip h1 {{ font-size: 1.02rem; font-weight: 600; padding: 0; margin: 0; line-height: 1.3; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
.strip h1 .g {{ font-weight: 400; font-size: .9rem; font-variant-numeric: tabular-nums; }}
.verdict {{ display: flex; align-items: center; gap: .45rem; font-weight: 600; font-size: 1.02rem; padding: .2rem .8rem .2rem .3rem; border-radius: 2rem; white-space: nowrap; flex: none; }}
.verdict.conform {{ color: #14592a; background: #e7f3ea; }}
.verdict.to_be_corrected {{ color: #8d1220; background: #fbe9ea; }}
.verdict img, .counts img {{ flex: none; }}
.counts {{ display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .88rem; flex: none; }}
.counts > span {{ display: flex; align-items: center; gap: .35rem; white-space: nowrap; }}
.strip .counts img {{ width: 18px; height: 18px; }}
.stMainBlockContainer:has(.st-key-check_way) .stColumn:has(> * > .st-key-panel), .st-key-map .stColumn:has(.st-key-check_tabs) {{ min-width: 0; }}
.check-line {{ margin: .1rem 0 .3rem; font-size: .9rem; line-height: 1.45; }}
.st-key-panel .stTabs [data-baseweb="tab-list"] {{ gap: 1rem; }}
.st-key-panel .stTabs button p {{ font-size: .88rem; }}
.st-key-panel .stTabs [data-baseweb="tab-panel"] {{ padding-top: .3rem; }}
.st-key-panel .stTabs .stVerticalBlock {{ gap: .3rem; }}
.st-key-panel [class*="st-key-finding_"] button {{ justify-content: flex-start; align-items: flex-start; text-align: left; border: 1px solid transparent; border-left-width: 3px;
  padding: .3rem .5rem .3rem 2rem; position: relative; background: none; opacity: 1; color: var(--ink); }}
.st-key-panel [class*="st-key-finding_"] button > div, .st-key-panel [class*="st-key-finding_"] [data-testid="stMarkdownContainer"] {{ width: 100%; justify-content: flex-start; text-align: left; }}
.st-key-panel [class*="st-key-finding_"] p {{ font-size: .87rem; line-height: 1.4; white-space: normal; text-align: left; }}
.st-key-panel [class*="st-key-finding_"] button:not(:disabled):hover, .st-key-panel [class*="st-key-finding_"] button:focus-visible {{ background: #f6f5f2; }}
.st-key-panel [class*="st-key-finding_"] button::before {{ content: ""; position: absolute; left: .3rem; top: .35rem; width: 20px; height: 20px; background: no-repeat center / contain; }}
.st-key-panel [class*="st-key-finding_error"] button::before {{ background-image: url("{error}"); }}
.st-key-panel [class*="st-key-finding_warning"] button::before {{ background-image: url("{warning}"); }}
.st-key-panel [class*="st-key-finding_information"] button::before {{ background-image: url("{information}"); }}
.st-key-panel [class*="_chosen_"] button {{ background: #f3eef5; border-color: var(--ink); }}
figure.outline {{ margin: 0; border: 1px solid var(--line); border-radius: 4px; }}
figure.outline img {{ display: block; width: 100%; height: auto; }}
figure.outline figcaption {{ font-size: .8rem; padding: .1rem .5rem .3rem; color: var(--grey); font-variant-numeric: tabular-nums; }}
figure.outline b {{ color: var(--ink); font-weight: 600; }}
.p .rules li {{ margin: .55rem 0; }}
.tight table.t {{ font-size: .78rem; }}
.tight table.t th.n {{ white-space: normal; }}
.tight table.t th, .tight table.t td {{ padding: .25rem .2rem; }}
.tight table.t th.who {{ color: var(--ink); border-bottom: none; padding-bottom: 0; padding-top: .45rem; }}
.tight table.t th.who .g, .tight .plain {{ font-weight: 400; }}
.st-key-check_ground {{ border-top: 1px solid var(--line); margin-top: 1.2rem; padding-top: .6rem; }}
.st-key-check_ground label p {{ color: var(--grey); font-size: .82rem; }}
@media (min-width: 641px) {{
  .st-key-map .stHorizontalBlock:has(.st-key-check_ground) > .stColumn:last-child {{ flex: 0 0 32rem; width: 32rem; }}
}}
.rules details, .p details {{ font-size: .85rem; }}
.answer.true {{ color: #14592a; }} .answer.false, .answer.none {{ color: var(--grey); }}
.p code {{ font-size: .72rem; overflow-wrap: anywhere; color: var(--grey); background: none; padding: 0; }}
.st-key-check_picked {{ gap: .3rem; }}
.st-key-check_picked button {{ font-variant-numeric: tabular-nums; }}

/* words and tables */
.p h2 {{ font-size: 1.25rem; line-height: 1.25; margin: .1rem 0 .3rem; padding: 0; font-weight: 600; }}
.p p {{ margin: .15rem 0 .35rem; font-size: .9rem; line-height: 1.45; }}
.p ul {{ margin: .1rem 0 .3rem; padding: 0; list-style: none; font-size: .88rem; }}
.p li {{ margin: .15rem 0; line-height: 1.4; }}
h3.s {{ font-size: .72rem; letter-spacing: .07em; text-transform: uppercase; color: var(--grey); margin: .9rem 0 .25rem; padding: 0; font-weight: 600; }}
h3.s .d {{ margin-left: .5rem; letter-spacing: .02em; }}
.g {{ color: var(--grey); }}
.p a, table.t a {{ color: var(--accent); }}
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
  .stHorizontalBlock:has(figure.outline) {{ flex-wrap: nowrap; gap: .5rem; }}
  .stHorizontalBlock:has(figure.outline) > .stColumn {{ min-width: 0; flex: 1 1 0; width: auto; }}
  .st-key-verdict {{ height: auto; flex-wrap: wrap; padding: .5rem .9rem; }}
  .st-key-verdict > .stElementContainer:first-child {{ flex-basis: 100%; }}
  .strip {{ flex-wrap: wrap; }}
  .stApp .strip h1 {{ white-space: normal; flex-basis: 100%; }}
}}
"""


def dress() -> None:
    """Put the style sheet on the page."""
    sheet = _CSS.format(
        regular=libraries.url("inter-400.woff2"),
        bold=libraries.url("inter-600.woff2"),
        browse=_("Browse…"),
        limit=_("or drop it here"),
        error=picture_address(marker_picture(Level.ERROR)),
        warning=picture_address(marker_picture(Level.WARNING)),
        information=picture_address(marker_picture(Level.INFORMATION)),
    )
    st.html(f"<style>{sheet}</style>")
