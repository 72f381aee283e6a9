"""The house rules that no other tool checks."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "nnviz"
FILES = sorted(PACKAGE.rglob("*.py"))
TEXTBOOK = [path for path in FILES if path.relative_to(PACKAGE).parts[0] in {"core", "data", "experiment"}]


def file_id(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def public_definitions(tree: ast.Module | ast.ClassDef, place: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Functions and classes of a module, and methods of its public classes; what is nested in a function is private."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield place + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node, f"{place}{node.name}.")


def test_there_are_files_to_look_at():
    assert len(TEXTBOOK) >= 20


@pytest.mark.parametrize("path", FILES, ids=file_id)
def test_every_file_says_in_its_first_line_what_it_is_about(path: Path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring, f"{path} has no docstring"
    assert docstring.splitlines()[0].strip()


@pytest.mark.parametrize("path", TEXTBOOK, ids=file_id)
def test_every_public_name_of_core_data_and_experiment_says_what_it_is(path: Path):
    silent = [
        name
        for name, node in public_definitions(ast.parse(path.read_text("utf-8")))
        if not ast.get_docstring(node)  # pyright: ignore[reportArgumentType]
    ]
    assert not silent
