"""How the page Publier looks: the form is narrow, the sheet has the room."""

import streamlit as st

_CSS = """
.stMainBlockContainer:has(.st-key-publish) { max-width: none; padding-left: 1.4rem; padding-right: 1.4rem;
  padding-bottom: 2rem; }
.st-key-publish { gap: .5rem; margin-top: -1.7rem; }
.stApp .st-key-publish h1 { font-size: 1.3rem; padding: .1rem 0 .2rem; }
.st-key-publish_top { gap: .4rem 1.6rem; }
.st-key-publish_top > .stElementContainer { width: auto; flex: none; }
.st-key-publish_form { gap: .55rem; }
@media (min-width: 641px) {
  .st-key-publish .stHorizontalBlock:has(.st-key-publish_form) > .stColumn:first-child { flex: 0 0 17rem; width: 17rem;
    min-width: 0; }
  .st-key-publish .stHorizontalBlock:has(.st-key-publish_form) > .stColumn:last-child { flex: 1 1 0; min-width: 0; }
  [class*="st-key-publish_head"] { flex-wrap: nowrap; }
}
.st-key-publish_form [data-testid="stWidgetLabel"] p { font-size: .78rem; color: var(--grey); }
.st-key-publish_form [data-testid="stWidgetLabel"] { min-height: 0; margin-bottom: .1rem; }
.st-key-publish_form :is([data-testid="stSelectbox"], [data-testid="stMultiSelect"]) [role="group"] {
  background: #fff; border: 1px solid #b9b3a8; }
.st-key-publish_form [data-testid="stTextInputRootElement"], .st-key-publish_form [data-testid="stTextAreaRootElement"],
.st-key-publish_form [data-testid="stNumberInputContainer"], .st-key-publish_form [data-testid="stDateInput"] > div {
  background: #fff; border: 1px solid #b9b3a8; }
.st-key-publish_form .stCheckbox p { font-size: .86rem; }
.st-key-publish_form [data-testid="stButtonGroup"] button { padding-left: .35rem; padding-right: .35rem; min-width: 0; }
.st-key-publish_form [data-testid="stButtonGroup"] button p { font-size: .86rem; }
.st-key-publish_form .stExpander summary { padding: .35rem .6rem; min-height: 0; }
.st-key-publish_form .stExpander summary p { font-size: .88rem; }
.st-key-publish_form .stExpander .stVerticalBlock { gap: .5rem; }
.st-key-publish_form [data-testid="stCaptionContainer"] { opacity: 1; }
.st-key-publish_form [data-testid="stCaptionContainer"] p { font-size: .8rem; color: var(--grey); }
[class*="st-key-publish_layer_"] { gap: .2rem; border-bottom: 1px solid #e7e3dc; padding: .1rem 0; flex-wrap: nowrap; }
[class*="st-key-publish_layer_"] > :first-child { flex: 1 1 auto; min-width: 0; }
[class*="st-key-publish_layer_"] p { font-size: .86rem; line-height: 1.3; }
[class*="st-key-publish_layer_"] button { min-height: 0; padding: .1rem .45rem; border-color: #b9b3a8; }
/* the words are for those who do not see the sign */
[class*="st-key-publish_layer_"] button p { font-size: 0; }
[class*="st-key-publish_layer_"] button p::after { font-size: .9rem; }
[class*="st-key-publish_up_"] button p::after { content: "↑"; }
[class*="st-key-publish_down_"] button p::after { content: "↓"; }
[class*="st-key-publish_off_"] button p::after { content: "✕"; }
.st-key-publish_corners :is([data-testid="stNumberInputStepDown"], [data-testid="stNumberInputStepUp"]) {
  display: none; }
.st-key-publish_corners input { font-variant-numeric: tabular-nums; }
.st-key-publish_box iframe { width: 100% !important; height: 300px !important; display: block;
  border: 1px solid var(--line); }
[class*="st-key-publish_head"] { gap: .5rem .5rem; }
[class*="st-key-publish_head"] > .stElementContainer { flex: none; width: auto; }
[class*="st-key-publish_head"] > .stElementContainer:first-child { flex: 1 1 0; min-width: 0; }
[class*="st-key-publish_head"] .figures { margin: 0; gap: .2rem 1.8rem; }
[class*="st-key-publish_head"] button { min-height: 0; padding: .3rem .9rem; }
[class*="st-key-publish_head"] [data-testid="stWidgetLabel"] p { font-size: .78rem; color: var(--grey); }
[class*="st-key-publish_head"] .stSelectbox { width: 6.4rem; }
[class*="st-key-publish_head"] .stSelectbox [role="group"] { background: #fff; border: 1px solid #b9b3a8;
  min-height: 2.2rem; height: 2.2rem; }
.st-key-publish_preview { background: #eceae5; border: 1px solid var(--line); padding: 1.1rem; align-items: center; }
.st-key-publish_preview [data-testid="stFullScreenFrame"] { display: flex; justify-content: center; }
.st-key-publish_preview img { display: block; margin: 0 auto; max-width: 100%; width: auto !important;
  max-height: max(24rem, calc(100dvh - 17.5rem)); box-shadow: 0 1px 8px rgb(0 0 0 / 22%); background: #fff; }
.st-key-publish_pages { background: #eceae5; border: 1px solid var(--line); padding: 1.1rem; }
.st-key-publish_pages img { box-shadow: 0 1px 8px rgb(0 0 0 / 22%); background: #fff; }
.drawn table.t, .drawn { max-width: 46rem; }
.drawn img { vertical-align: -2px; margin-right: .3rem; }
.p.notes li, .p.limits li { padding-left: .9rem; position: relative; max-width: 60rem; }
.p.notes li::before, .p.limits li::before { content: "·"; position: absolute; left: .25rem; font-weight: 600; }
.st-key-publish_work { gap: .8rem; }
.st-key-publish_work > .stElementContainer { flex: none; width: auto; }
.st-key-publish_work > .stElementContainer:first-child { flex: 1 1 0; min-width: 0; max-width: 46rem; }

@media (max-width: 640px) {
  .stMainBlockContainer:has(.st-key-publish) { padding-left: .9rem; padding-right: .9rem; }
  .st-key-publish_preview, .st-key-publish_pages { padding: .4rem; }
  [class*="st-key-publish_head"] > .stElementContainer:first-child { flex: 1 1 100%; }
  .st-key-publish_preview img { max-height: none; width: 100% !important; }
}
"""


def dress() -> None:
    """Put the style sheet of the page on it."""
    st.html(f"<style>{_CSS}</style>")
