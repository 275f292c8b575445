"""How far a sum of unknown numbers may go when other sums of them are known: linear programming on small tables.

Dantzig's simplex on a dense tableau, and Bland's rule against cycling. Tables hold tens of rows, and their
coefficients are 0, 1 and −1: doubles carry them without harm.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_TINY = 1e-9
_MOST_PIVOTS = 20_000
_STEEP = 10
"""Pivots for each equation, after which Bland's rule takes over."""


@dataclass(frozen=True, eq=False)
class Reach:
    """How far a sum may go.

    Attributes
    ----------
    least, most
        Ends of the interval; infinite where nothing bounds it.
    binding
        Flags over the equations: which of them hold the two ends where they are.
    """

    least: float
    most: float
    binding: npt.NDArray[np.bool_]


class Polytope:
    """Every non-negative solution of some equations.

    Parameters
    ----------
    coefficients
        Shape (e, v): e equations over v unknown numbers.
    totals
        Shape (e): what each equation gives; not negative.

    Raises
    ------
    ValueError
        No non-negative numbers solve the equations.

    Examples
    --------
    Two numbers whose sum is 12, the second one at least 1:

    >>> known = Polytope(np.array([[1.0, 1, 0], [0, 1, -1]]), np.array([12.0, 1]))
    >>> reach = known.reach(np.array([1.0, 0, 0]))
    >>> reach.least, reach.most
    (0.0, 11.0)
    """

    def __init__(self, coefficients: Floats, totals: Floats) -> None:
        equations, unknowns = coefficients.shape
        self._equations, self._unknowns = equations, unknowns
        # One artificial number for each equation: the first basis, and later the prices of the equations.
        table = np.hstack([coefficients, np.eye(equations), totals[:, np.newaxis]]).astype("float64")
        basis = np.arange(unknowns, unknowns + equations)
        costs = np.zeros(unknowns + equations + 1)
        costs[unknowns:-1] = 1.0
        self._table, self._basis, prices = _minimised(table, basis, costs, unknowns)
        if -prices[-1] > 1e-6:
            raise ValueError("no non-negative numbers solve the equations")
        self._drive_out()

    def reach(self, weights: Floats) -> Reach:
        """How far a weighted sum of the unknown numbers may go."""
        least, held = self._least(weights)
        most, holding = self._least(-weights)
        return Reach(least, -most, held | holding)

    def _least(self, weights: Floats) -> tuple[float, npt.NDArray[np.bool_]]:
        costs = np.zeros(self._unknowns + self._equations + 1)
        costs[: self._unknowns] = weights
        try:
            _table, _basis, prices = _minimised(self._table.copy(), self._basis.copy(), costs, self._unknowns)
        except _UnboundedError:
            return -np.inf, np.zeros(self._equations, dtype=bool)
        # Adding 0 turns the zero that is below nothing into plain zero.
        least = round(float(-prices[-1]), 6) + 0.0
        return least, np.abs(prices[self._unknowns : -1]) > _TINY

    def _drive_out(self) -> None:
        """Put unknown numbers in the place of artificial ones that are still in the basis, at zero."""
        for row in np.flatnonzero(self._basis >= self._unknowns):
            columns = np.flatnonzero(np.abs(self._table[row, : self._unknowns]) > _TINY)
            if len(columns):
                _pivot(self._table, int(row), int(columns[0]))
                self._basis[row] = columns[0]


class _UnboundedError(Exception):
    """The sum has no least value."""


def _minimised(
    table: Floats, basis: npt.NDArray[np.intp], costs: Floats, unknowns: int
) -> tuple[Floats, npt.NDArray[np.intp], Floats]:
    """Pivot until no unknown number lowers the cost; the reduced costs, and minus the least cost at their end."""
    prices = costs - costs[basis] @ table
    for step in range(_MOST_PIVOTS):
        entering = np.flatnonzero(prices[:unknowns] < -_TINY)
        if not len(entering):
            return table, basis, prices
        # The steepest number goes fastest, but may go in circles: after a while the first one is taken.
        fast = step < _STEEP * len(table)
        column = int(entering[np.argmin(prices[entering])] if fast else entering[0])
        up = table[:, column] > _TINY
        if not up.any():
            raise _UnboundedError
        ratios = np.full(len(table), np.inf)
        ratios[up] = table[up, -1] / table[up, column]
        ties = np.flatnonzero(ratios <= ratios.min() + _TINY)
        row = int(ties[np.argmin(basis[ties])])
        _pivot(table, row, column)
        prices = prices - prices[column] * table[row]
        basis[row] = column
    raise ArithmeticError("the simplex did not end")


def _pivot(table: Floats, row: int, column: int) -> None:
    table[row] /= table[row, column]
    others = table[:, column].copy()
    others[row] = 0.0
    table -= np.outer(others, table[row])
