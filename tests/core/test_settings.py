"""The configuration: what is impossible is refused at start, all at once, with key, value and file."""

from pathlib import Path

import pytest

from core import settings
from core.errors import SettingsError
from core.languages import language

GOOD = '[territory]\ndepartments = ["92"]\n'


def written(folder: Path, content: str) -> Path:
    path = folder / "config.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_least_that_works(tmp_path: Path) -> None:
    found = settings.load(written(tmp_path, GOOD))
    assert found.territory.departments == ("92",)
    assert found.folders.library == tmp_path / "var/library"
    assert found.installation.language == "fr"
    assert found.basemaps == ()


def test_the_configuration_that_comes_with_the_program_is_good() -> None:
    found = settings.load(settings.ROOT / "config.toml")
    assert found.territory.departments == ("92",)
    assert [item.key for item in found.basemaps] == ["plan_ign", "orthophotos", "openstreetmap"]


def test_another_file_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, GOOD)
    monkeypatch.setenv("TRAME_CONFIG", str(path))
    assert settings.load().file == path


@pytest.mark.parametrize(
    ("content", "key", "value"),
    [
        ("[imports]\nsecond = 1\n", "imports.second", "1"),
        ("unknown = 3\n" + GOOD, "unknown", "3"),
        ("[imports]\nseconds = 0\n", "imports.seconds", "0"),
        ("[map]\nzoom = 99\n", "map.zoom", "99"),
        ('[map]\nzoom = "12"\n', "map.zoom", "'12'"),
        ('[installation]\nlanguage = "de"\n', "installation.language", "'de'"),
        ("[installation]\nfictitious = 1\n", "installation.fictitious", "1"),
        ("[installation]\nname = 3\n", "installation.name", "3"),
        ('[map]\nlayers = "communes"\n', "map.layers", "'communes'"),
        (
            '[[basemaps]]\nkey = "a"\ntitle = "A"\nurl = "ftp://x"\nattribution = "x"\n',
            "basemaps.1.url",
            "'ftp://x'",
        ),
    ],
)
def test_what_is_impossible_is_named(tmp_path: Path, content: str, key: str, value: str) -> None:
    path = written(tmp_path, content if "[territory]" in content else content + GOOD)
    with pytest.raises(SettingsError) as caught:
        settings.load(path)
    assert len(caught.value.faults) == 1
    for part in (key, value, str(path)):
        assert part in str(caught.value)
    with language("en"), pytest.raises(SettingsError, match=str(path)):
        settings.load(path)


@pytest.mark.parametrize("code", ["9", "96", "2C", "075", "92 "])
def test_departments_that_do_not_exist(tmp_path: Path, code: str) -> None:
    with pytest.raises(SettingsError, match=r"territory\.departments\.1"):
        settings.load(written(tmp_path, f'[territory]\ndepartments = ["{code}"]\n'))


@pytest.mark.parametrize("content", ["[territory]\n", '[territory]\nall = true\ndepartments = ["92"]\n'])
def test_a_territory_says_one_thing(tmp_path: Path, content: str) -> None:
    with pytest.raises(SettingsError, match="territory"):
        settings.load(written(tmp_path, content))


def test_all_faults_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load(written(tmp_path, "[imports]\nseconds = 0\nx = 1\n[map]\nzoom = 99\n"))
    assert len(caught.value.faults) == 4


def test_a_missing_file_and_a_file_that_is_no_toml(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        settings.load(tmp_path / "absent.toml")
    with pytest.raises(SettingsError, match="TOML"):
        settings.load(written(tmp_path, "= 3"))
