"""How the page Actions sociales looks: a strip with title and views, tables with bars, and the map beside its list."""

import streamlit as st

_CSS = """
.stMainBlockContainer:has(.st-key-social_strip) { --strip: 3.5rem; }
.stMainBlockContainer:has(.st-key-social) { max-width: none; padding-left: 1.4rem; padding-right: 1.4rem;
  padding-top: var(--bar); }
.st-key-social_strip { height: var(--strip); min-height: var(--strip); border-bottom: 1px solid var(--line);
  background: #fff; flex-wrap: nowrap; gap: 1.2rem; padding: 0 1rem; overflow-x: auto; }
.stMainBlockContainer:has(.st-key-social) .st-key-social_strip { padding: 0; margin-bottom: .6rem; }
.stApp .st-key-social_strip h1 { font-size: 1.3rem; padding: 0; white-space: nowrap; }
.st-key-social_strip [data-testid="stButtonGroup"] { flex-wrap: nowrap; }
.st-key-social_strip [data-testid="stHeaderActionElements"] { display: none; }
.stMainBlockContainer:has(.st-key-social) > .stVerticalBlock { gap: 0; }
.st-key-social { gap: .4rem; }
.stApp .st-key-social a { color: var(--accent); }
.st-key-social .figures { gap: .2rem 1.8rem; margin: .1rem 0 .3rem; }
.st-key-social_grouping { margin-top: .2rem; }
.st-key-social_grouping [data-testid="stWidgetLabel"] p { font-size: .78rem; color: var(--grey); }
.p .remark, .remark { color: var(--grey); font-size: .8rem; line-height: 1.45; margin: .35rem 0 0; max-width: 68rem; }

.pressable h3.s { font-size: .72rem; letter-spacing: .07em; text-transform: uppercase; color: var(--grey);
  font-weight: 600; margin: 1.1rem 0 .3rem; padding: 0; }
.pressable h3.s:first-child { margin-top: .2rem; }
.pressable .f, .pressable .s, .pressable .link { font: inherit; background: none; border: 0; color: inherit;
  padding: 0; margin: 0; cursor: pointer; text-align: inherit; }
.pressable .f { font-variant-numeric: tabular-nums; border-radius: 2px; padding: 1px 3px; margin: -1px -3px;
  color: var(--accent); text-decoration: underline; }
.pressable .link { color: var(--accent); text-decoration: underline; }
.pressable .link .g { color: var(--grey); }
.pressable :is(.f, .s, .link):focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.pages { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; font-size: .82rem; margin: .4rem 0 0; }
.pages .s { color: var(--accent); text-decoration: underline; }

.list { overflow: auto; }
.social-groups { max-height: 24rem; border: 1px solid var(--line); }
.social-actions, .hours { max-height: 36rem; border: 1px solid var(--line); }
.list table.t td { vertical-align: top; }
.list table.t th, .list table.t td { padding: .3rem .55rem; }
.list table.t thead th { position: sticky; top: 0; background: #fff; z-index: 1; vertical-align: bottom;
  box-shadow: 0 1px 0 var(--ink); }
.list table.t thead th.n { text-align: right; white-space: normal; }
.list table.t tfoot td { position: sticky; bottom: 0; background: #f3f1ed; }
.list table.t tbody tr:hover > * { background: #f6f1f8; }
.list .g { white-space: nowrap; }
.social-actions td:first-child { min-width: 13rem; } .social-actions td:nth-child(3) { min-width: 11rem; }
.social-actions td:nth-child(4) { min-width: 9rem; } .social-actions td:last-child { min-width: 13rem; }
.social-actions .days { white-space: nowrap; }
.hours td:first-child, .households td:first-child { min-width: 16rem; }
.hours td:last-child { white-space: nowrap; }
.import-rows { max-height: 26rem; }
.import-rows table.t { width: auto; min-width: min(100%, 60rem); }
.households { max-width: 52rem; border: 1px solid var(--line); }
.share { display: grid; grid-template-columns: 3.2rem minmax(4rem, 9rem); align-items: center; gap: .5rem;
  font-variant-numeric: tabular-nums; }
.share span { text-align: right; }
.share i { display: block; height: .62rem; background: #35978f; border: 1px solid #4c483f; min-width: 1px; }
.sign-short { color: #a50f26; } .sign-reached { color: #14592a; } .sign-justified { color: #8a4b00; }

.meeting .line { display: grid; grid-template-columns: 22px 2.2rem 1fr; gap: .5rem; align-items: center;
  font-size: .88rem; line-height: 1.5; }
.meeting .line b { text-align: right; font-variant-numeric: tabular-nums; }
.meeting .line img { width: 22px; height: 22px; }
.st-key-social_lists { gap: .4rem .8rem; }
.st-key-social_place { border: 1px solid var(--ink); padding: .5rem .7rem; gap: .3rem; }
.stApp .st-key-social_place h2 { font-size: 1.05rem; padding: 0; margin: 0; }
.st-key-panel .list { max-height: none; overflow-x: auto; overflow-y: visible; }
.st-key-panel .list table.t thead th { position: static; }
.st-key-panel .list table.t th, .st-key-panel .list table.t td { padding: .3rem .3rem; }
.meeting-list .who { display: grid; grid-template-columns: 22px 1fr; gap: .45rem; align-items: start; }
.meeting-list .who img { width: 22px; height: 22px; margin-top: -.1rem; }
.st-key-panel .list td .g { white-space: normal; font-size: .76rem; }
.events td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
.events .under { font-size: .78rem; line-height: 1.45; }
.st-key-map .stHorizontalBlock:has(.pressable) > .stColumn:last-child { flex: 0 0 34rem; width: 34rem;
  max-width: 44vw; }
[role="dialog"] h2 { font-size: 1.1rem; line-height: 1.35; }

@media (max-width: 640px) {
  .stMainBlockContainer:has(.st-key-social) { padding-left: .9rem; padding-right: .9rem; }
  .stMainBlockContainer:has(.st-key-social_strip) { --strip: 5.6rem; }
  .st-key-social_strip { flex-direction: column; align-items: flex-start; gap: .2rem; padding: .5rem .9rem 0;
    justify-content: flex-start; }
  .st-key-social_strip > * { max-width: 100%; }
  .st-key-social_strip [data-testid="stButtonGroup"] { overflow-x: auto; max-width: calc(100vw - 1.8rem); }
  .st-key-social .figures { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem .8rem; }
  .st-key-map .stHorizontalBlock:has(.pressable) > .stColumn:last-child { flex: none; width: 100%; max-width: none; }
}
"""


def dress() -> None:
    """Put the style sheet of the page on it."""
    st.html(f"<style>{_CSS}</style>")
