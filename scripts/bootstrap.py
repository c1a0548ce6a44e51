"""Make .venv fit for the checkout: ``bootstrap.py run`` to serve, ``bootstrap.py dev`` to work on the code as well.

Only the standard library, since nothing is installed yet. A second call notices that nothing changed and takes a
fraction of a second: what was installed is written to ``.venv/lutra-stamp.json``.

Exit code 0: ready. 1: something is missing, and the last lines say what and how to get it.
"""

import argparse
import contextlib
import hashlib
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "lutra-stamp.json"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Missing(Exception):
    """Something that this script cannot get by itself; the text says what to do."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("purpose", choices=sorted(LOCKS))
    parser.add_argument(
        "--no-browser", action="store_true", help="do without the browser that the journeys need"
    )
    args = parser.parse_args()
    try:
        right_python()
        environment()
        packages(args.purpose)
        checkout()
        reader(must=args.purpose == "dev")
        if args.purpose == "dev" and not args.no_browser:
            browser()
    except Missing as missing:
        say(str(missing), stream=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def say(text, stream=sys.stdout):
    print(f"lutra: {text}", file=stream, flush=True)


def right_python():
    """Go on under a Python that is new enough, or say that there is none."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])
    raise Missing(
        f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}. "
        "Install a newer one, then run: make run PYTHON=/path/to/python3"
    )


def environment():
    """Create .venv, again when it was moved or its Python is gone."""
    if read_stamp().get("root") == str(ROOT) and runs(VENV_PYTHON):
        return
    try:
        import ensurepip  # noqa: F401, PLC0415  Debian ships Python without it
    except ImportError:
        debian(
            "Python's venv module is missing",
            [f"python3.{sys.version_info.minor}-venv"]
            if sys.executable != "/usr/bin/python3"
            else ["python3-venv"],
        )
    say("making the environment .venv ...")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode:
        raise Missing("the environment could not be made; the lines above say why.")
    write_stamp({"root": str(ROOT)})


def runs(python):
    """Whether that interpreter starts and has pip."""
    if not python.exists():
        return False
    test = subprocess.run([str(python), "-c", "import pip"], capture_output=True, check=False)
    return test.returncode == 0


def packages(purpose):
    """Install the locked packages whose lock file changed since the last time."""
    hashes = {name: digest(path) for name, path in LOCKS.items()}
    stamp = read_stamp()
    if stamp.get(purpose) == hashes[purpose]:
        return
    lock = LOCKS[purpose]
    total = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), flags=re.MULTILINE))
    say(f"installing the {total} packages of {lock.name} (once; a minute or two) ...")
    pip("install", "--require-hashes", "--no-deps", "-r", str(lock), total=total)
    stamp["run"] = hashes["run"]  # the lock for developers holds all of the other one
    if purpose == "dev":
        stamp["dev"] = hashes["dev"]
    else:
        stamp.pop("dev", None)
    write_stamp(stamp)


def checkout():
    """Install the checkout itself, so that .venv/bin/lutra exists; its source stays where it is."""
    text = (ROOT / "pyproject.toml").read_text()
    # What the tools are told changes often and has no part in the installation.
    relevant = hashlib.sha256(text.split("\n[tool.", 1)[0].encode()).hexdigest()
    stamp = read_stamp()
    if stamp.get("checkout") == relevant and (VENV / "bin" / "lutra").exists():
        return
    say("installing lutra itself ...")
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT), total=1)
    stamp["checkout"] = relevant
    write_stamp(stamp)


def pip(*arguments, total):
    """Run pip with a line of progress for each package; its own words are kept in .venv/pip.log."""
    log = VENV / "pip.log"
    command = [
        str(VENV_PYTHON),
        "-m",
        "pip",
        *arguments,
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
    ]
    collected = 0
    with log.open("w") as kept:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in lines_or_silence(process.stdout):
            if line is None:
                say("  ... still working")
                continue
            kept.write(line)
            package = re.match(r"(?:Collecting|Processing) (?:\S*/)?(\S+)", line)
            if package:
                collected += 1
                say(f"  [{collected}/{total}] {package.group(1)}")
            elif line.startswith("Installing collected packages"):
                say("  unpacking ...")
        process.wait()
    if process.returncode:
        tail = "".join(log.read_text().splitlines(keepends=True)[-15:])
        raise Missing(
            f"pip failed; its last lines were:\n{tail}\nAll of it: {log}. Mend that, then run this again."
        )


def lines_or_silence(stream, patience=3.0):
    """Yield the lines of a stream, and None whenever nothing came for ``patience`` seconds."""
    lines = queue.Queue()

    def read():
        for line in stream:
            lines.put(line)
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=patience)
        except queue.Empty:
            yield None
            continue
        if not line:
            return
        yield line


def reader(*, must):
    """Have tesseract with Indonesian, which reads scans and proves redactions; without it Lutra withholds those."""
    if shutil.which("tesseract"):
        return
    try:
        debian("Tesseract, which reads scanned documents, is missing", ["tesseract-ocr", "tesseract-ocr-ind"])
    except Missing as missing:
        if must:
            raise
        say(f"{missing}\nLutra runs without it, but cannot read scans or release what it has redacted.")


def browser():
    """Have a Chromium for the browser journeys."""
    wanted = os.environ.get("LUTRA_CHROMIUM")
    if wanted and Path(wanted).exists():
        return
    if not any(shutil.which(name) for name in BROWSERS):
        debian("Chromium, which the browser journeys need, is missing", ["chromium"])


def debian(lack, names):
    """Install Debian packages as root, or say which ones somebody else must install."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if not shutil.which("apt-get"):
        raise Missing(
            f"{lack}. Install it with your system's package manager ({', '.join(names)} on Debian)."
        )
    if os.geteuid() != 0:
        raise Missing(f"{lack}. Run this once, then try again:\n  sudo {' '.join(command)}")
    say(f"{lack}: installing {', '.join(names)} from Debian ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], env=quiet, check=False)
    if subprocess.run(command, env=quiet, check=False).returncode:
        raise Missing(
            f"{lack}, and it could not be installed. Mend that, then try again: {' '.join(command)}"
        )


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp():
    with contextlib.suppress(OSError, ValueError):
        return json.loads(STAMP.read_text())
    return {}


def write_stamp(stamp):
    stamp["at"] = time.strftime("%Y-%m-%dT%H:%M:%S")
    STAMP.write_text(json.dumps(stamp, indent=1))


if __name__ == "__main__":
    sys.exit(main())
