"""What the commands of intake are given, or a sentence that says what is wrong with it; exit code 2."""

from pathlib import Path

from django.core.management.base import CommandError

from banyan.orgs.models import Organisation
from banyan.orgs.queries import org_named


def org_meant(name: str) -> Organisation:
    """The organisation a name or code stands for."""
    try:
        return org_named(name)
    except ValueError as problem:
        raise CommandError(str(problem), returncode=2) from problem


def content_of(path: Path) -> bytes:
    """The bytes of a file."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandError(f"打不开文件 {path}，请检查路径和权限。", returncode=2) from problem
