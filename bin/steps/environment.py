"""The virtual environment `.venv`: made once, filled from the lock, and left alone while the lock stands."""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from say import ROOT, Stop, run_quietly, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "banyan-stamp.json"
LOCKS = {"runtime": ROOT / "requirements" / "runtime.txt", "develop": ROOT / "requirements" / "develop.txt"}


def prepare_environment(*, develop: bool) -> None:
    """Make `.venv`, install the locked packages and the command `banyan`; nothing when all of it stands."""
    if not _is_usable():
        _make_environment()
    wanted = _lock_hashes("develop" if develop else "runtime")
    if wanted.items() <= _read_stamp().items():
        return
    _install("develop" if develop else "runtime")
    _link_command()
    STAMP.write_text(json.dumps({**_read_stamp(), **wanted}))


def _lock_hashes(level: str) -> dict[str, str]:
    """What the stamp says once this level is installed; the tools' lock holds the runtime's."""
    levels = ("runtime", "develop") if level == "develop" else ("runtime",)
    hashes = {name: hashlib.sha256(LOCKS[name].read_bytes()).hexdigest() for name in levels}
    return {"place": str(ROOT), **hashes}


def _read_stamp() -> dict[str, str]:
    if not STAMP.exists():
        return {}
    stamp: dict[str, str] = json.loads(STAMP.read_text())
    return stamp


def _is_usable() -> bool:
    """Does the environment run, on a Python new enough, where it was made (its programs name their place)?"""
    if _read_stamp().get("place", str(ROOT)) != str(ROOT) or not PYTHON.exists():
        return False
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", question], capture_output=True, check=False).returncode == 0


def _make_environment() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    with step("Making the virtual environment .venv"):
        sentence = "The virtual environment could not be made; the lines above say why."
        if _can_import("ensurepip") or _install_ensurepip():
            run_quietly([sys.executable, "-m", "venv", VENV], sentence)
        else:
            run_quietly(["uv", "venv", "--quiet", "--python", sys.executable, VENV], sentence)


def _can_import(module: str) -> bool:
    command = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _install_ensurepip() -> bool:
    """Debian's Python comes without it. True once it is there, False when uv can do its work instead."""
    if shutil.which("uv"):
        return False
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    install_packages([package], needed_for="virtual environments")
    return True


def install_packages(packages: list[str], *, needed_for: str) -> None:
    """Install Debian packages when we are root and apt works; else stop and say what to type."""
    advice = f"Needed for {needed_for}; as root type: apt-get install {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(advice)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(install, env=env, capture_output=True, check=False).returncode != 0:
        run_quietly(["apt-get", "update"], f"The package lists could not be fetched. {advice}", env=env)
        run_quietly(install, f"apt could not install them. {advice}", env=env)


def _install(level: str) -> None:
    sentence = (
        "The locked packages could not be installed; the lines above say why. "
        "Is a package index within reach (pip config list)? Then run bin/setup again."
    )
    options = ["--quiet", "--no-deps", "--require-hashes", "-r", str(LOCKS[level])]
    with step(f"Installing the locked packages ({level}); the first time takes up to two minutes"):
        if shutil.which("uv") and _uv_installs(options):
            return
        if not (VENV / "bin" / "pip").exists():
            raise Stop(f"uv could not install them and this environment has no pip. {sentence}")
        run_quietly([PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *options], sentence)


def _uv_installs(options: list[str]) -> bool:
    """uv is quicker, but does not read pip's settings: where it finds no index, pip may."""
    command = ["uv", "pip", "install", "--python", str(PYTHON), *options]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _link_command() -> None:
    """Put the product on the environment's path, and its command beside the environment's programs.

    Not `pip install -e`: that would fetch a build backend, unlocked, from the network.
    """
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run_quietly([PYTHON, "-c", question], "The environment does not answer.").strip())
    (packages / "banyan.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "banyan"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m banyan.config.command "$@"\n')
    command.chmod(0o755)
