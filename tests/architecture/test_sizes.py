"""Sizes: a function of 60 lines, a file of 500 or a template of 120 wants to become something else."""

import ast

from tests.architecture.source import SourceFile, planted, product_files, templates

FUNCTION_LINES = 60
FILE_LINES = 500
TEMPLATE_LINES = 120
POSITIONAL_PARAMETERS = 4


def functions(file: SourceFile) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(file.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def long_functions(file: SourceFile) -> list[str]:
    sizes = [(f.name, (f.end_lineno or f.lineno) - f.lineno + 1) for f in functions(file)]
    return [f"{file.name} {name}: {lines} lines" for name, lines in sizes if lines > FUNCTION_LINES]


def crowded_functions(file: SourceFile) -> list[str]:
    counts = [(f.name, len(positional(f))) for f in functions(file)]
    return [
        f"{file.name} {name}: {count} parameters" for name, count in counts if count > POSITIONAL_PARAMETERS
    ]


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def long_files(files: tuple[SourceFile, ...], limit: int) -> list[str]:
    sizes = [(file.name, len(file.text.splitlines())) for file in files]
    return [f"{name}: {lines} lines" for name, lines in sizes if lines > limit]


def test_no_function_is_longer_than_60_lines() -> None:
    assert [found for file in product_files() for found in long_functions(file)] == []


def test_no_function_takes_more_than_4_positional_parameters() -> None:
    assert [found for file in product_files() for found in crowded_functions(file)] == []


def test_no_file_is_longer_than_500_lines() -> None:
    assert long_files(product_files(), FILE_LINES) == []


def test_no_template_is_longer_than_120_lines() -> None:
    assert long_files(templates(), TEMPLATE_LINES) == []


def test_the_walls_see_what_is_too_long() -> None:
    body = "    pass\n"
    assert long_functions(planted("def f():\n" + body * 60))
    assert not long_functions(planted("def f():\n" + body * 59))
    assert crowded_functions(planted("def f(a, b, c, d, e): ..."))
    assert not crowded_functions(planted("def f(self, a, b, c, d, *, e): ..."))
    assert long_files((planted("\n" * 501),), FILE_LINES)
