"""How a table to type into looks: a grid on a wide screen, one card a line on a phone."""

CSS = """
.st-key-plan .figures b.want { color: #8d1220; }
.editable .box { overflow-x: auto; border: 1px solid var(--line); width: fit-content; max-width: 100%; }
.editable .box.tall { max-height: 62dvh; overflow-y: auto; }
.editable table { border-collapse: separate; border-spacing: 0; min-width: min(100%, 44rem);
  font-size: .82rem; margin: 0; }
.editable caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.editable th, .editable td { border: 0; border-bottom: 1px solid #e7e3dc; padding: .15rem .2rem; text-align: left;
  vertical-align: middle; background: #fff; }
.editable thead th { position: sticky; top: 0; z-index: 2; color: var(--grey); font-weight: 600; font-size: .78rem;
  padding: .35rem .45rem; vertical-align: bottom; border-bottom: 1px solid var(--ink); }
.editable th.n, .editable td.n { text-align: right; }
.editable tbody th { position: sticky; left: 0; z-index: 1; font-weight: 400; padding: .2rem .5rem;
  border-right: 1px solid var(--line); max-width: 17rem; color: var(--grey); font-size: .76rem; white-space: nowrap; }
.editable thead th:first-child { left: 0; z-index: 3; }
.editable .mark { display: block; color: var(--accent); font-weight: 600; font-size: .74rem; }
.editable .mark:empty { display: none; }
.editable :is(input, select) { width: 100%; box-sizing: border-box; font: inherit; color: inherit; background: #fff;
  border: 1px solid transparent; border-radius: 3px; padding: .25rem .3rem; min-height: 1.95rem; }
.editable tr:hover :is(input, select) { border-color: #d9d5cd; }
.editable tr.new :is(input, select) { border-color: #b9b3a8; }
.editable :is(input, select):focus { outline: 2px solid var(--accent); outline-offset: -1px;
  border-color: transparent; }
.editable input.n { text-align: right; font-variant-numeric: tabular-nums; }
.editable td.n span { font-variant-numeric: tabular-nums; padding: 0 .3rem; white-space: nowrap; }
.editable td > span { padding: 0 .3rem; display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  max-width: 18rem; }
.editable .typed { background: #f3eef5; border-color: var(--accent) !important; }
.editable [aria-invalid="true"] { border-color: #b2182b !important; background: #fbe9ea;
  box-shadow: inset 3px 0 0 #b2182b; }
.editable tr.gone :is(th, td) { background: #f3f1ed; color: var(--grey); text-decoration: line-through; }
.editable tr.gone :is(input, select) { background: transparent; text-decoration: line-through; }
.editable tr.says td { padding: .1rem .5rem .45rem; border-bottom: 1px solid #e7e3dc; }
.editable tr.says.none { display: none; }
.editable td > .say { font-size: .82rem; line-height: 1.4; padding: 0; white-space: normal; max-width: none; }
.editable .say::before { display: inline-block; width: 1.3em; font-weight: 600; }
.editable .say.error { color: #8d1220; } .editable .say.error::before { content: "\\2715"; }
.editable .say.warning { color: #7a3d04; } .editable .say.warning::before { content: "!"; }
.editable button { font: inherit; font-size: .8rem; background: none; border: 0; color: var(--accent);
  text-decoration: underline; cursor: pointer; padding: .25rem .35rem; white-space: nowrap; border-radius: 3px; }
.editable button:focus-visible { outline: 2px solid var(--accent); }
.editable .add { margin-top: .35rem; }
.editable tfoot td, .editable tfoot th { position: sticky; bottom: 0; z-index: 1; background: #f3f1ed; font-weight: 600;
  border-top: 1px solid var(--ink); border-bottom: 0; padding: .35rem .5rem; }
.editable tfoot td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 640px) {
  .editable .box { border: 0; width: auto; overflow: visible; max-height: none !important; }
  .editable thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .editable :is(table, tbody, tfoot) { display: block; min-width: 0; }
  .editable tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem .6rem; padding: .5rem 0;
    border-bottom: 1px solid var(--ink); }
  .editable tbody tr:has(+ tr.says:not(.none)) { border-bottom: 0; }
  .editable tbody tr.says:not(.none) { display: block; }
  .editable tbody tr.says.none { display: none; }
  .editable tbody th { position: static; grid-column: 1 / -1; border: 0; max-width: none; padding: 0;
    font-weight: 600; }
  .editable tbody td { display: block; border: 0; padding: 0; }
  .editable td > span { white-space: normal; padding: 0; }
  .editable tbody td[data-title]::before { content: attr(data-title); display: block; color: var(--grey);
    font-size: .74rem; font-weight: 400; text-align: left; }
  .editable tbody td :is(input, select) { border-color: #b9b3a8; min-height: 2.4rem; font-size: 1rem; }
  .editable tfoot tr { display: grid; grid-template-columns: 1fr 1fr; }
  .editable tfoot :is(td, th) { position: static; }
  .editable tfoot td[data-title]::before { content: attr(data-title) " "; color: var(--grey); font-weight: 400; }
  .editable tfoot td:empty { display: none; }
}
"""
