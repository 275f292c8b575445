"""How the page Évaluation looks."""

import streamlit as st

_CSS = """
.stMainBlockContainer:has(.st-key-evaluation) { max-width: none; padding-left: 1.4rem; padding-right: 1.4rem;
  padding-bottom: 2rem; }
.st-key-evaluation { gap: .5rem; margin-top: -1.7rem; }
.stApp .st-key-evaluation h1 { font-size: 1.3rem; padding: .1rem 0 .2rem; }
.stApp .st-key-evaluation .stHeading h2 { font-size: 1.05rem; padding: .9rem 0 .4rem; }
.st-key-evaluation_place { gap: .6rem 1.1rem; }
.st-key-evaluation_place [data-testid="stWidgetLabel"] p, .st-key-evaluation_choices [data-testid="stWidgetLabel"] p {
  font-size: .78rem; color: var(--grey); }
.st-key-evaluation .figures { gap: .3rem 2rem; margin: .2rem 0 .1rem; }
.st-key-evaluation .figures b .of { font-weight: 400; color: var(--grey); font-size: .9rem; }
.remark { color: var(--grey); font-size: .8rem; line-height: 1.45; margin: .35rem 0 0; max-width: 68rem; }
.st-key-evaluation table.t { font-size: .82rem; }
.st-key-evaluation table.t td { vertical-align: baseline; }
.st-key-evaluation table.t td .g { white-space: nowrap; }
.st-key-evaluation table.t td .why { color: var(--grey); font-size: .78rem; line-height: 1.4; max-width: 34rem; }
.st-key-evaluation table.t th.n { white-space: normal; }
.secret { font-style: italic; color: var(--grey); }
.meter { display: inline-block; width: 4.2rem; height: .6rem; border: 1px solid #4c483f; margin-right: .5rem;
  background: #fff; vertical-align: baseline; }
.meter i { display: block; height: 100%; background: #2166ac; }
.even table.t { table-layout: fixed; min-width: 46rem; }
.even table.t th:first-child { width: 33%; }
.even.four table.t th:first-child, .even.two table.t th:first-child, .even.one table.t th:first-child,
.even.aims table.t th:first-child { width: 30%; }
.even table.t th:last-child { width: 6.2rem; }
.even.targets table.t th:last-child { width: 22%; }
.even.sides table.t th:last-child { width: 16%; } .even.three table.t th:last-child { width: auto; }
.even.one table.t th:nth-child(2) { width: 14%; } .even.two table.t th:nth-child(-n + 3) { width: 14%; }
.even.four table.t th:nth-child(n + 2):nth-child(-n + 5) { width: 11%; }
.even.aims table.t th:nth-child(n + 2):nth-child(-n + 5) { width: 11%; }
.even.two table.t th:first-child { width: 30%; }
.even.access table.t th:first-child { width: 10rem; } .even.access table.t th:last-child { width: auto; }
.even.access table.t thead tr:first-child:not(:last-child) th { border-bottom: 0; color: var(--ink); }
.even td:nth-last-child(2):not(.n), .even th:nth-last-child(2):not(.n), .even.targets :is(td, th):last-child {
  padding-left: 1.4rem; }
.kind { white-space: nowrap; } .kind img { vertical-align: -3px; }
.measure { white-space: nowrap; }
.tall { max-height: 34rem; overflow: auto; }
.tall thead th { position: sticky; top: 0; background: #fff; z-index: 1; }
.tall tfoot td { position: sticky; bottom: 0; background: #f3f1ed; }
[class*="st-key-evaluation_map_"] iframe { width: 100% !important; height: 500px !important; display: block;
  border: 1px solid var(--line); }
.beside { max-height: 500px; overflow: auto; }
.beside h3.s:first-child { margin-top: 0; }
.beside h3.s img { vertical-align: -4px; }
.picture { border: 1px solid var(--line); padding: .7rem .8rem .3rem; overflow-x: auto; }
.picture svg { display: block; width: 100%; min-width: 56rem; height: auto; max-width: 82rem; margin: 0 auto;
  font-family: Inter, sans-serif; }
.picture text { font-size: 12.5px; fill: var(--ink); font-variant-numeric: tabular-nums; }
.gantt .head { fill: var(--grey); font-size: 11.5px; }
.gantt .grid-line { stroke: #e7e3dc; fill: none; } .gantt .row-line { stroke: #f1eee8; fill: none; }
.keys { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .8rem; color: var(--ink); margin: .2rem 0 .3rem; }
.keys span { display: inline-flex; align-items: center; gap: .35rem; }
.keys i { display: inline-block; width: 1.1rem; height: .7rem; border: 1px solid #1d1b19; }
.keys i.thin { height: .3rem; }
.st-key-evaluation .late { color: #8d1220; font-weight: 600; white-space: nowrap; }
.st-key-evaluation tr.now td { background: #f3eef5; font-weight: 600; }
.rings-picture { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: .6rem 2rem;
  margin: .3rem 0 .6rem; }
.rings-picture figure { margin: 0; }
.rings-picture figcaption { font-size: .82rem; font-weight: 600; margin-bottom: .15rem; }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: .15rem .5rem; font-size: .8rem;
  align-items: center; font-variant-numeric: tabular-nums; }
.bars i { display: block; height: .7rem; background: #2166ac; border: 1px solid #4c483f; min-width: 1px; }
.bars i.second { background: #c7d9ea; } .bars .n { text-align: right; white-space: nowrap; }
.st-key-evaluation td.pair { min-width: 9rem; }

@media (max-width: 640px) {
  .stMainBlockContainer:has(.st-key-evaluation) { padding-left: .9rem; padding-right: .9rem; }
  .st-key-evaluation .figures { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem .8rem; }
  .st-key-evaluation .figures b { font-size: .95rem; }
  [class*="st-key-evaluation_map_"] iframe { height: 55dvh !important; }
}
"""


def dress() -> None:
    """Put the style sheet of the page on it."""
    st.html(f"<style>{_CSS}</style>")
