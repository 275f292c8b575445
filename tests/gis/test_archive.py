import errno
import gzip
import stat
import zipfile

import pytest

from gis.archive import gunzip, unzip
from gis.errors import ArchiveError, EmptyFileError, TooLargeError

LIMITS = {"max_entries": 5, "max_megabytes": 20, "max_ratio": 100}


def archive(folder, entries):
    file = folder / "archive.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as sink:
        for name, content in entries:
            sink.writestr(name, content)
    return file


def unpack(folder, file, **limits):
    target = folder / "out"
    target.mkdir()
    return unzip(file, target, **(LIMITS | limits))


def test_files_come_out_with_their_folders(tmp_path):
    file = archive(
        tmp_path, [("a/b.txt", b"one"), ("__MACOSX/a/._b.txt", b"x"), ("a/", b""), (".DS_Store", b"x")]
    )
    (path,) = unpack(tmp_path, file)
    assert path == tmp_path / "out/a/b.txt"
    assert path.read_bytes() == b"one"


@pytest.mark.parametrize(
    "name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:\\x.txt", "..\\x.txt", "a\\..\\..\\x"]
)
def test_names_that_leave_the_folder_are_refused(tmp_path, name):
    with pytest.raises(ArchiveError, match="hors de son dossier"):
        unpack(tmp_path, archive(tmp_path, [("good.txt", b"1"), (name, b"2")]))
    assert not (tmp_path / "x.txt").exists()


def test_links_are_refused(tmp_path):
    link = zipfile.ZipInfo("link.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ArchiveError, match="lien"):
        unpack(tmp_path, archive(tmp_path, [(link, "/etc/passwd")]))
    assert not list((tmp_path / "out").iterdir())


def test_encrypted_archives_are_refused(tmp_path):
    file = archive(tmp_path, [("a.txt", b"secret")])
    content = bytearray(file.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="chiffrée"):
        unpack(tmp_path, file)


def test_too_many_entries_are_refused(tmp_path):
    with pytest.raises(ArchiveError, match="trop d’entrées"):
        unpack(tmp_path, archive(tmp_path, [(f"{n}.txt", b"1") for n in range(6)]))


def test_the_same_name_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = archive(tmp_path, [("a.txt", b"1"), ("a.txt", b"2")])
    with pytest.raises(ArchiveError, match="deux fois"):
        unpack(tmp_path, file)


def test_a_bomb_stops_at_the_ratio(tmp_path):
    file = archive(tmp_path, [("bomb.txt", bytes(15_000_000))])
    with pytest.raises(ArchiveError, match="démesurément"):
        unpack(tmp_path, file)
    assert (tmp_path / "out/bomb.txt").stat().st_size < 12_000_000


def test_many_fair_files_stop_at_the_total(tmp_path):
    entries = [(f"{n}.txt", bytes(8_000_000)) for n in range(4)]
    with pytest.raises(TooLargeError) as caught:
        unpack(tmp_path, archive(tmp_path, entries), max_ratio=10_000)
    assert caught.value.values["key"] == "max_unpacked_megabytes"


def test_damaged_and_empty_archives(tmp_path):
    file = archive(tmp_path, [("a.txt", b"some content that is stored" * 50)])
    content = bytearray(file.read_bytes())
    content[40] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="endommagée"):
        unpack(tmp_path, file)
    (tmp_path / "other").mkdir()
    with pytest.raises(EmptyFileError):
        unpack(tmp_path / "other", archive(tmp_path, []))


def test_gzip_is_bounded_too(tmp_path):
    bomb = tmp_path / "bomb.json.gz"
    bomb.write_bytes(gzip.compress(bytes(15_000_000)))
    with pytest.raises(ArchiveError, match="démesurément"):
        gunzip(bomb, tmp_path / "out.json", max_megabytes=100, max_ratio=100)
    with pytest.raises(TooLargeError):
        gunzip(bomb, tmp_path / "out2.json", max_megabytes=5, max_ratio=10_000)
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(b"x" * 1000)[:-10])
    with pytest.raises(ArchiveError, match="endommagée"):
        gunzip(cut, tmp_path / "out3.json", max_megabytes=5, max_ratio=100)


@pytest.mark.parametrize("entries", [[("a", b"1"), ("a/b", b"2")], [("n" * 300, b"1")]])
def test_names_that_no_folder_can_hold_are_the_archives_fault(tmp_path, entries):
    with pytest.raises(ArchiveError):
        unpack(tmp_path, archive(tmp_path, entries))


def test_a_full_disk_is_not_told_as_a_damaged_archive(tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("gis.archive._pour", full)
    with pytest.raises(OSError, match="No space left") as caught:
        unpack(tmp_path, archive(tmp_path, [("a.txt", b"1")]))
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("place", [60, 90, 120])
def test_damage_is_told_whatever_the_compression(tmp_path, method, place):
    file = tmp_path / "archive.zip"
    with zipfile.ZipFile(file, "w", method) as sink:
        sink.writestr("a.txt", bytes(range(256)) * 40)
    content = bytearray(file.read_bytes())
    content[place] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="endommagée"):
        unpack(tmp_path, file)


def test_a_compression_that_is_not_known_is_told(tmp_path):
    file = archive(tmp_path, [("a.txt", b"content")])
    content = bytearray(file.read_bytes())
    content[8] = content[content.index(b"PK\x01\x02") + 10] = 77
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="endommagée"):
        unpack(tmp_path, file)
