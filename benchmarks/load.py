"""Putting load on a site of this machine: ``wrk`` where it is installed, else a client in plain Python.

Eight connections that are kept alive, each asking for the next page of its list as soon as the last one came. The
client shares the processors with the site; wrk takes a few per cent of one core, the plain client several times that.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.place import HOST, Place
from benchmarks.result import percentile

CLIENTS = 8
WRK = shutil.which("wrk")

# wrk runs one of these in each thread; there is one thread.
_SCRIPT = """
local paths, at = {}, 0
for line in io.lines("%(paths)s") do paths[#paths + 1] = line end
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    'JSON{"requests": %%d, "seconds": %%.6f, "p50": %%.3f, "p95": %%.3f, "errors": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    failed.status + failed.connect + failed.read + failed.write + failed.timeout))
end
"""


def client_name() -> str:
    """Which client puts the load."""
    return "wrk, one thread" if WRK else "plain Python, one process a connection"


def run(
    place: Place, port: int, paths: Sequence[str], *, headers: Mapping[str, str], seconds: float
) -> dict[str, float]:
    """One run over ``paths``: requests, seconds, p50 and p95 in milliseconds, errors (anything but 200)."""
    sent = {"Host": HOST, **headers}
    if WRK is None:
        return _plain(place, port, paths, headers=sent, seconds=seconds)
    with tempfile.TemporaryDirectory(prefix="lutra-bench-") as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "pages.lua"
        listed.write_text("\n".join(paths) + "\n")
        script.write_text(_SCRIPT % {"paths": listed})
        given = [word for name, value in sent.items() for word in ("-H", f"{name}: {value}")]
        command = [WRK, "-t1", f"-c{CLIENTS}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", *given]
        command += ["-s", str(script), f"http://127.0.0.1:{port}"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(said.rpartition("JSON")[2])
    return found


def _plain(
    place: Place, port: int, paths: Sequence[str], *, headers: Mapping[str, str], seconds: float
) -> dict[str, float]:
    begin = time.monotonic()
    found = place.crew(
        "get",
        [
            {
                "port": port,
                "paths": list(paths[client::CLIENTS] or paths),
                "headers": headers,
                "seconds": seconds,
            }
            for client in range(CLIENTS)
        ],
    )
    took = sorted(second for each in found for second in each["took"])
    return {
        "requests": len(took),
        "seconds": max([each["seconds"] for each in found], default=time.monotonic() - begin),
        "p50": percentile(took, 0.50) * 1000,
        "p95": percentile(took, 0.95) * 1000,
        "errors": sum(each["errors"] for each in found),
    }
