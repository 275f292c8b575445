"""Mappings: guessed by names, kept as TOML, refused with a sentence where they hold what no mapping does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.errors import SettingsError
from programme.imports.mapped import FIELDS_OF_TARGET
from programme.imports.mapping import (
    Copies,
    Mapping,
    MappingNameError,
    guess,
    load,
    load_file,
    save,
    saved,
    toml,
)

TEXTS = some.text(some.characters(codec="utf-8"), max_size=20)
NAMES = some.dictionaries(TEXTS, TEXTS, max_size=3)
MAPPINGS = some.builds(
    Mapping,
    target=TEXTS,
    title=TEXTS,
    sheet=TEXTS,
    columns=some.dictionaries(TEXTS, some.lists(TEXTS, max_size=3).map(tuple), max_size=3),
    constants=NAMES,
    identity=some.lists(TEXTS, max_size=3).map(tuple),
    assigned=some.dictionaries(TEXTS, NAMES, max_size=3),
    copies=some.sampled_from(Copies),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mappings")


@given(mapping=MAPPINGS)
def test_what_is_kept_is_read_again(folder: Path, mapping: Mapping) -> None:
    file = folder / "any.toml"
    file.write_text(toml(mapping), encoding="utf-8", newline="")
    assert load_file(file) == mapping


@pytest.mark.parametrize(
    ("columns", "field", "column"),
    [
        (("Exercice", "Montant accordé (€)"), "year", "Exercice"),
        (("Exercice", "Montant accordé (€)"), "voted_eur", "Montant accordé (€)"),
        (("Maître d’ouvrage", "Intitulé du projet"), "operation_id", "Intitulé du projet"),
        (("Montant", "Montant payé"), "paid_eur", "Montant payé"),
        (("Montant", "Montant payé"), "voted_eur", "Montant"),
        (("Identifiant de la ligne", "Code opération"), "id", "Identifiant de la ligne"),
    ],
)
def test_columns_are_guessed_by_their_names(columns: tuple[str, ...], field: str, column: str) -> None:
    assert guess("funding", FIELDS_OF_TARGET, columns).columns[field] == (column,)


def test_names_that_are_saved_and_those_that_are_not(tmp_path: Path) -> None:
    mapping = Mapping("funding", columns={"year": ("Exercice",)})
    save(tmp_path, "Votes du Département", mapping)
    (tmp_path / "autre.toml").write_text('target = "social"\n', encoding="utf-8")
    (tmp_path / "casse.toml").write_text(
        'target = "funding"\ncopies = "sometimes"\nmore = 1\n', encoding="utf-8"
    )
    assert saved(tmp_path, "funding") == ("casse", "votes-du-departement")
    assert load(tmp_path, "Votes du département", "funding") == mapping
    assert load(tmp_path, str(tmp_path / "votes-du-departement.toml"), "funding") == mapping
    for name in ("inconnue", "autre", "../votes"):
        with pytest.raises(MappingNameError):
            load(tmp_path, name, "funding")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, "casse", "funding")
    assert len(caught.value.faults) == 2
    with pytest.raises(MappingNameError):
        save(tmp_path, " … ", mapping)
