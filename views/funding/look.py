"""How the page Financements looks: a table that keeps its heads and totals in sight, pictures, and figures to press."""

import streamlit as st

_CSS = """
.stMainBlockContainer:has(.st-key-funding) { max-width: none; padding-left: 1.4rem; padding-right: 1.4rem;
  padding-bottom: 1rem; }
.st-key-funding { gap: .5rem; margin-top: -1.7rem; }
.stApp .st-key-funding h1 { font-size: 1.3rem; padding: .1rem 0 .2rem; }
.st-key-funding_controls { gap: .6rem 1.1rem; }
.st-key-funding_controls [data-testid="stWidgetLabel"] p { font-size: .78rem; color: var(--grey); }
.st-key-funding_controls :is([data-testid="stMultiSelect"], [data-testid="stSelectbox"]) [role="group"] {
  background: #fff; border: 1px solid #b9b3a8; min-height: 2rem; height: 2rem; overflow: hidden;
  align-items: center; padding-block: 0; }
.st-key-funding_years [data-testid="stMultiSelectTagsContainer"] > * { height: 1.45rem; min-height: 0; }
.st-key-funding_controls [role="group"] :is(input, [data-testid="stMultiSelectTagsContainer"]) {
  padding-block: .1rem; min-height: 0;
  font-size: .9rem; }
.st-key-funding_controls [data-testid="stMultiSelectTagsContainer"] input { min-width: 5rem; }
.st-key-funding_controls .stCheckbox { padding-bottom: .35rem; }
[role="dialog"] h2 { font-size: 1.1rem; line-height: 1.35; }
.st-key-funding_controls [role="group"] button { padding-block: 0; min-height: 0; }
.st-key-funding_edit_operation [role="group"] { background: #fff; border: 1px solid #b9b3a8; }
.st-key-funding_foot { gap: 1rem; }
.st-key-funding .figures { gap: .2rem 1.8rem; margin: .1rem 0 0; }
.st-key-funding .figures b.want { color: #8d1220; }
.remark { color: var(--grey); font-size: .8rem; line-height: 1.45; margin: .35rem 0 0; max-width: 68rem; }

.pressable h3.s { font-size: .72rem; letter-spacing: .07em; text-transform: uppercase; color: var(--grey);
  font-weight: 600; margin: .9rem 0 .25rem; padding: 0; }
.pressable .f, .pressable .s, .pressable .link { font: inherit; background: none; border: 0; color: inherit;
  padding: 0; margin: 0; cursor: pointer; text-align: inherit; }
.pressable .f { font-variant-numeric: tabular-nums; white-space: nowrap; border-radius: 2px; padding: 1px 3px;
  margin: -1px -3px; }
.pressable .f:hover { background: #ecdff0; text-decoration: underline; }
.pressable .link { color: var(--accent); text-decoration: underline; }
.pressable :is(.f, .s, .link):focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.pressable .f.want { color: #8d1220; }

.grid { border: 1px solid var(--line); max-height: max(20rem, calc(100dvh - 25.5rem)); overflow: auto; }
.st-key-funding:has(svg.curve) .grid { max-height: none; }
table.t.m { border-collapse: separate; border-spacing: 0; font-size: .77rem; width: auto; min-width: 100%; }
table.t.m th, table.t.m td { padding: .27rem .5rem; background: #fff; vertical-align: baseline; }
table.t.m thead th { position: sticky; z-index: 2; border-bottom: 0; color: var(--ink);
  vertical-align: bottom; }
table.t.m thead tr:first-child th { top: 0; height: 1.6rem; padding: .2rem .5rem 0; box-sizing: border-box;
  color: var(--grey);
  font-weight: 400; letter-spacing: .02em; border-left: 1px solid var(--line); }
table.t.m thead tr:last-child th { top: 1.6rem; padding-top: .1rem; border-bottom: 1px solid var(--ink); }
table.t.m thead th.n { text-align: right; }
table.t.m thead i { display: inline-block; width: .65em; height: .65em; border: 1px solid #4c483f;
  margin-right: .3em; }
table.t.m .band { text-align: left; white-space: nowrap; }
table.t.m th.who { position: sticky; left: 0; z-index: 1; min-width: 16.5rem; max-width: 19rem;
  white-space: normal;
  border-right: 1px solid var(--line); }
table.t.m thead th.who { z-index: 3; border-left: 0 !important; }
table.t.m.operation th.who { min-width: 19rem; max-width: 21rem; }
table.t.m .who .g, .list .g { white-space: nowrap; }
table.t.m tbody th { font-weight: 400; color: var(--ink); }
table.t.m .strong { font-weight: 600; background: #faf9f7; }
table.t.m tbody tr:hover > * { background: #f6f1f8; }
table.t.m tfoot th, table.t.m tfoot td { position: sticky; bottom: 0; z-index: 2; font-weight: 600;
  background: #f3f1ed;
  border-top: 1px solid var(--ink); border-bottom: 0; color: var(--ink); white-space: nowrap; }
table.t.m tfoot th.who { z-index: 3; }
table.t.m [aria-sort="descending"] .s::after { content: " ↓"; }
.budgets thead th { position: sticky; top: 0; background: #fff; border-bottom: 1px solid var(--ink); }
.budgets .strong { font-weight: 600; background: #faf9f7; }
.budgets tbody th.who { color: var(--ink); font-weight: 400; min-width: 14rem; }
.budgets .phase { padding-left: 1.1rem; }
table.t.budgets .over { color: #8d1220; font-weight: 600; }
.gauge { display: inline-block; width: 4.5rem; height: .55rem; border: 1px solid #4c483f; margin-right: .5rem;
  vertical-align: baseline; background: #fff; }
.budgets .share { display: inline-block; min-width: 3.2rem; }
.gauge span { display: block; height: 100%; background: #35978f; }
.gauge.over span { background: repeating-linear-gradient(135deg, #b2182b 0 1.5px, #fff 1.5px 5px); }

.pages { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; font-size: .82rem; margin: .4rem 0 0; }
.pages .s { color: var(--accent); text-decoration: underline; }

.picture { border: 1px solid var(--line); padding: .7rem .8rem .3rem; }
.picture svg { display: block; width: 100%; min-width: 56rem; height: auto; max-width: 78rem; margin: 0 auto;
  font-family: Inter, sans-serif; }
.picture text { font-size: 12.5px; fill: var(--ink); font-variant-numeric: tabular-nums; }
.flow text { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
.flow .head { fill: var(--grey); font-size: 11.5px; }
.flow .g { fill: var(--grey); }
.flow .money { opacity: .62; } .flow .plain { opacity: .38; }
.flow path:hover { opacity: .95; }
.flow .node { cursor: pointer; } .flow .node:hover text { text-decoration: underline; }
.curve .grid-line { stroke: #e7e3dc; fill: none; } .curve .axis, .curve .tick { stroke: #8d877c; fill: none; }
.curve .end { font-weight: 600; } .curve .leader { stroke: #8d877c; stroke-width: .8; stroke-dasharray: 1 3; }
.picture + .grid { margin-top: .6rem; }
.side-by-side { display: grid; grid-template-columns: 1fr 1fr; gap: 1.6rem; margin-top: .4rem; }
.list { max-height: 26rem; overflow: auto; }
.list table.t td { vertical-align: baseline; }
.list table.t thead th { position: sticky; top: 0; background: #fff; }
.list table.t tfoot td { position: sticky; bottom: 0; background: #f3f1ed; }
[role="dialog"] h2 { font-size: 1.1rem; line-height: 1.35; }
.st-key-funding_controls [role="group"] button { padding-block: 0; min-height: 0; }
.st-key-funding_edit_operation [role="group"] { background: #fff; border: 1px solid #b9b3a8; }
.st-key-funding_foot { margin-top: .6rem; }
.list td.n + td:not(.n) { padding-left: 1.2rem; }
.list .who { display: flex; gap: .4rem; align-items: baseline; }
.list .who i { flex: 0 0 .65em; height: .65em; border: 1px solid #4c483f; }

@media (max-width: 640px) {
  .stMainBlockContainer:has(.st-key-funding) { padding-left: .9rem; padding-right: .9rem; }
  .side-by-side { grid-template-columns: 1fr; gap: .4rem; }
  .grid { max-height: 75dvh; }
  table.t.m th.who, table.t.m.operation th.who { min-width: 8.5rem; max-width: 8.5rem; }
  .st-key-funding .figures { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem .8rem; }
  .st-key-funding .figures b { font-size: .95rem; }
}
"""


def dress() -> None:
    """Put the style sheet of the page on it."""
    st.html(f"<style>{_CSS}</style>")
