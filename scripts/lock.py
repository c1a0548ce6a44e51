"""Pin the newest allowed versions of all packages again, with hashes, in both lock files.

The lock files name no package index, so any mirror serves them; pip refuses a file whose hash differs.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.txt": ["--extra", "postgres"],
    "requirements-dev.txt": ["--extra", "postgres", "--group", "dev"],
}


def main() -> int:
    """Write the lock files; exit code 1 when uv is missing or finds no solution."""
    uv = shutil.which("uv")
    if uv is None:
        print("lutra: uv is needed to lock; install it with: pip install uv", file=sys.stderr)
        return 1
    for name, choice in LOCKS.items():
        print(f"lutra: locking {name} ...", flush=True)
        command = [uv, "pip", "compile", "pyproject.toml", *choice, "--output-file", name, "--upgrade"]
        command += ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
        if subprocess.run([*command, "--quiet"], cwd=ROOT, check=False).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
