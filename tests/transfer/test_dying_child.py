"""The child that reads lists dies, in each way: people read why in German, nothing is taken, and the next list is."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from netzwerkhilfe.__main__ import main
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import importer
from tests.acts import act
from tests.conftest import PASSPHRASE
from tests.transfer.dying import WAYS, list_of, prepare

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.mark.parametrize("way", WAYS)
def test_the_command_says_why_and_takes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    path, usual = list_of(tmp_path, 400), os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(prepare(tmp_path, way)), usual))))
    command = ["--data-dir", str(store.paths.data), "import", "volunteers", str(path)]
    assert main(command) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert WAYS[way][1] in said and "Traceback" not in said
    assert store.ids("volunteers") == []
    monkeypatch.setenv("PYTHONPATH", usual)
    assert main([*command[:2], "--json", *command[2:]]) == 0
    assert json.loads(capsys.readouterr().out)["taken"] == 400


def test_a_list_within_the_limits_is_read(store: Store, tmp_path: Path) -> None:
    act(store, importer.apply, importer.plan(store, "volunteers", list_of(tmp_path)))
    assert len(store.ids("volunteers")) == 3
