"""bin/lock: pin every package of requirements/*.in with its hashes, for every platform, naming no host.

What is pinned stays pinned; `bin/lock --upgrade` (or `--upgrade-package NAME`) moves on.
"""

import os
import shutil
import sys

from environment import VENV
from say import ROOT, Stop, plain_sentences, run_quietly, step

OPTIONS = ["--universal", "--generate-hashes", "--no-header", "--quiet", "--python-version", "3.11"]


def main() -> None:
    with plain_sentences():
        uv = shutil.which("uv", path=os.pathsep.join([os.environ.get("PATH", ""), str(VENV / "bin")]))
        if uv is None:
            raise Stop("uv is needed: .venv/bin/pip install uv")
        for name in ("runtime", "develop"):
            files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
            with step(f"Locking requirements/{name}.txt"):
                run_quietly(
                    [uv, "pip", "compile", *OPTIONS, *sys.argv[1:], *files], "uv found no set that fits."
                )
    print(f"Locked. Look at the difference, then bin/setup --develop and bin/test in {ROOT}.")


if __name__ == "__main__":
    main()
