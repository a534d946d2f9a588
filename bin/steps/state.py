"""The state folder BANYAN_HOME: keys, database, regions and the files the server hands out."""

import hashlib
import os
import subprocess
from pathlib import Path

from say import ROOT, Stop, run_quietly, step

BANYAN = ROOT / ".venv" / "bin" / "banyan"


def home() -> Path:
    """The state folder: made for its owner alone, and named absolutely for every command that follows."""
    folder = Path(os.environ.get("BANYAN_HOME") or ROOT / "var").resolve()
    os.environ["BANYAN_HOME"] = str(folder)
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def prepare_state() -> None:
    """Make what is missing in the state folder and bring the database up to date."""
    folder = home()
    _make_keys(folder)
    with step("Bringing the database up to date"):
        banyan("migrate", "-v", "0")
    with step("Loading the regions of China"):
        banyan("regions", "load")
    _collect_static_files(folder)


def banyan(*words: str) -> str:
    """Run one `banyan` command and return what it printed. Stops with a sentence when it fails."""
    return run_quietly([BANYAN, *words], f"`banyan {' '.join(words)}` failed; the lines above say why.")


def show_banyan(*words: str) -> None:
    """Run one `banyan` command that shows its own progress."""
    if subprocess.run([BANYAN, *words], cwd=ROOT, check=False).returncode != 0:
        raise Stop(f"`banyan {' '.join(words)}` failed; the lines above say why.")


def _make_keys(folder: Path) -> None:
    is_first_time = not (folder / "keys" / "keys.json").exists()
    with step("Making what keys are missing"):
        banyan("keys", "make")
    if is_first_time:
        print(
            f"  The keys are in {folder / 'keys'}. Backups never hold them: keep a copy in another place, "
            "made by `banyan keys export FILE`."
        )


def _collect_static_files(folder: Path) -> None:
    """Compressing them takes seconds, so only when one has changed since."""
    stamp = folder / "static.stamp"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and (folder / "static").exists():
        return
    with step("Collecting style sheets, scripts and pictures"):
        banyan("collectstatic", "--noinput", "--clear", "-v", "0")
    stamp.write_text(fingerprint)


def _fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    for file in sorted((ROOT / "banyan").glob("*/static/**/*")):
        if file.is_file():
            digest.update(f"{file}|{file.stat().st_size}|{file.stat().st_mtime_ns}".encode())
    return digest.hexdigest()
