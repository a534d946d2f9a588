"""The product's own files, read once: what the walls are checked against."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "banyan"


@dataclass(frozen=True)
class SourceFile:
    """One Python file: `banyan/tasks/views/claim.py` is of the app `tasks`, in the room `views`."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def app(self) -> str:
        return self.path.parts[1]

    @property
    def room(self) -> str:
        return Path(self.path.parts[2]).stem if len(self.path.parts) > 2 else ""

    @property
    def module(self) -> str:
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


@cache
def product_files() -> tuple[SourceFile, ...]:
    """Every Python file of the package but migrations, which Django writes."""
    return tuple(_read(path) for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def files_of_tests() -> tuple[SourceFile, ...]:
    return tuple(_read(path) for path in sorted((ROOT / "tests").rglob("*.py")))


@cache
def templates() -> tuple[SourceFile, ...]:
    return tuple(_read(path) for path in sorted(PACKAGE.glob("*/templates/**/*.html")))


def planted(text: str, name: str = "banyan/tasks/views.py") -> SourceFile:
    """A file that does not exist, with a fault in it: every wall is shown one that it must see."""
    return SourceFile(Path(name), text)


def _read(path: Path) -> SourceFile:
    return SourceFile(path.relative_to(ROOT), path.read_text(encoding="utf-8"))


def apps() -> set[str]:
    return {path.parent.name for path in PACKAGE.glob("*/apps.py")}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call `something.name(...)` with its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def imported_modules(file: SourceFile) -> Iterator[tuple[str, int]]:
    """The modules a file imports, absolute, with the line: `from a import b` counts as `a` and `a.b`."""
    package = file.module.split(".") if file.path.stem == "__init__" else file.module.split(".")[:-1]
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base, node.lineno
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)
