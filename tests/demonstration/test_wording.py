import pytest

from demonstration.dice import Dice
from demonstration.naming import BIRDS, PLANTS, Namer
from demonstration.social import siren
from demonstration.wording import of_commune, of_residence


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Antony", "d’Antony"), ("Clichy", "de Clichy"), ("Le Plessis-Robinson", "du Plessis-Robinson")],
)
def test_communes_after_de(name, expected):
    assert of_commune(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Résidence des Lilas", "de la résidence des Lilas"), ("Ensemble du Mail", "de l’ensemble du Mail")],
)
def test_residences_after_de(name, expected):
    assert of_residence(name) == expected


def test_names_are_given_once_in_a_commune():
    namer = Namer(Dice("names"))
    names = [namer.after("Cité", "92050") for _time in range(200)]
    assert len(set(names)) == 200
    assert len(PLANTS) == len(set(PLANTS)) == 54
    assert len(BIRDS) == len(set(BIRDS)) == 22


def test_invented_numbers_differ():
    assert siren(0) == "000000100"
    assert len({siren(place) for place in range(40)}) == 40
