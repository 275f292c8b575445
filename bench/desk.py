"""The single desk on 10,000 operations with 60,000 funding lines, against naive pandas."""

import time
from collections.abc import Callable
from decimal import Decimal

import pandas as pd
from playwright.sync_api import Page

from bench import servers
from bench.bench import Bench, chromium
from bench.figure import Figure, median, percentile, spread
from bench.visits import VIEW
from programme.money.ledger import Measure, ledger
from programme.money.matrix import TOTAL, Grouping, matrix
from programme.world import World

_MOST_MATRIX_S = 1.0
_FOOT = ".st-key-funding_matrix table.m tfoot"
_MEASURES = ("Voté", "Engagé", "Payé", "Demandé")
_PATIENCE_MS = 60_000
_SETTLE_MS = 500
_WATCH = """
([selector]) => {
  const told = () => (document.querySelector(selector) || { textContent: "" }).textContent;
  window.trameBench = { before: told(), at: null };
  const look = () => {
    if (told() && told() !== window.trameBench.before) {
      window.trameBench.at = performance.timeOrigin + performance.now();
    } else requestAnimationFrame(look);
  };
  look();
  window.addEventListener("click", (event) => {
    window.trameClicked = performance.timeOrigin + event.timeStamp;
  }, { capture: true, once: true });
}
"""


def measure_matrix(bench: Bench) -> Figure:
    """Ask the page for another amount of every operation, and work the same out with pandas."""
    with servers.application(bench.desk) as server, chromium() as browser:
        page = browser.new_page(viewport=VIEW, locale="fr-FR")
        page.goto(f"{server.url}financements?lignes=operation")
        page.wait_for_selector(_FOOT, timeout=_PATIENCE_MS)
        page.wait_for_timeout(3 * _SETTLE_MS)
        answers = [_answer(page, words) for _time in range(bench.times(5, 2)) for words in _MEASURES]
    world = bench.desk_world
    ledger(world)  # worked out once in the life of a programme
    own = [_timed(lambda: _own(world)) for _time in range(5)]
    naive = [_timed(lambda: _naive(world)) for _time in range(3)]
    if _own(world) != _naive(world):
        raise ValueError("The matrix and pandas do not agree.")
    last, ratio = percentile(answers, 95), median(naive) / median(own)
    return Figure(
        name="matrix",
        what="another amount on the matrix page, 10,000 rows, p95",
        measured=f"{last:.2f} s",
        against=f"{median(naive):.2f} s pandas, against {1_000 * median(own):.0f} ms, without page",
        ratio=f"{ratio:.0f} ×",
        target=f"≤ {_MOST_MATRIX_S:.0f} s",
        met=last <= _MOST_MATRIX_S,
        note=f"click to figures in the browser: {spread(answers, 's')} over {len(answers)}.",
        values={"answer_s": answers, "own_s": own, "pandas_s": naive},
    )


def _answer(page: Page, words: str) -> float:
    """Seconds from the click on a choice to another total."""
    page.wait_for_timeout(_SETTLE_MS)
    page.evaluate(_WATCH, [_FOOT])
    page.locator(".st-key-funding_measure").get_by_text(words, exact=True).click()
    page.wait_for_function("window.trameBench.at !== null", polling="raf", timeout=_PATIENCE_MS)
    return float(page.evaluate("(window.trameBench.at - window.trameClicked) / 1000"))


def _own(world: World) -> Decimal:
    found = matrix(world, world.programme.operations.index, Grouping.OPERATION, Measure.REQUESTED)
    return Decimal(int(found.columns[TOTAL].sum())).scaleb(-2)


def _naive(world: World) -> Decimal:
    """One table of operations by funder and kind, as anybody would write it with pandas."""
    lines = world.programme.funding_lines.reset_index()
    lines["requested_eur"] = [Decimal(0) if pd.isna(cell) else cell for cell in lines["requested_eur"]]
    operations = world.programme.operations[["name"]].reset_index()
    joined = operations.merge(
        lines, left_on="id", right_on="operation_id", how="left", suffixes=("", "_line")
    )
    joined["requested_eur"] = [Decimal(0) if pd.isna(cell) else cell for cell in joined["requested_eur"]]
    table = joined.pivot_table(
        index="id", columns=["kind", "funder_id"], values="requested_eur", aggfunc="sum"
    )
    total: Decimal = table.map(lambda cell: Decimal(0) if pd.isna(cell) else cell).sum().sum()
    return total


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
