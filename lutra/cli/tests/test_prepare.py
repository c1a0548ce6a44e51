"""``lutra prepare`` makes a data folder fit to serve, however many want it at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_two_that_start_on_one_new_folder_both_find_it_ready(tmp_path: Path) -> None:
    environment = {**os.environ, "LUTRA_DATA": str(tmp_path)}
    environment.pop("LUTRA_DATABASE", None)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "lutra", "prepare"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    said = [each.communicate()[0] for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert sum("langkah migrasi" in each for each in said) == 1
