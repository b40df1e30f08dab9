"""The style of the house, as far as a machine can check it. Each message names the rule."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERS = ("ledger", "projections", "reports", "api")
"""Each package may import itself and those before it."""

LINES_OF_A_FILE_MAX = 400
LINES_OF_A_FUNCTION_MAX = 60
LIBRARIES_AT_HOME = {
    "eventsourcing": {"ledger/journal.py"},
    "psycopg": {"ledger/database.py"},
    "msgspec": {
        "ledger/values.py",
        "ledger/wire.py",
        "ledger/vault.py",
        "ledger/vault_keys.py",
        "ledger/draft.py",
        "ledger/approvals.py",
    },
    "weasyprint": {"reports/pdf.py"},
    "jinja2": {"reports/html.py", "api/web/rendering.py"},
    "markupsafe": {"api/web/rendering.py"},
    "segno": {"reports/qr.py"},
    "pypdfium2": {"reports/pictures.py"},
    "xlsxwriter": {"reports/excel.py"},
    "python_calamine": {"api/exchange/workbook.py"},
    "uvicorn": {"api/listening.py"},
    "typer": {
        "api/commandline.py",
        "api/privacy_commands.py",
        "api/publication_commands.py",
        "api/speaking.py",
        "api/trust_commands.py",
        "api/witness_commands.py",
    },
    "rich": {"api/speaking.py"},
    "argon2": {"api/identity/passwords.py"},
    "cryptography": {"ledger/ciphers.py"},
    "webauthn": {"api/identity/passkeys.py"},
    "httpx": {
        "api/v1/targets.py",  # to addresses that strangers name, with all that is forbidden there
        "api/witness_asking.py",  # to those that the operator has written among the keys
    },
    "prometheus_client": {"api/operation/measures.py"},
    "psycopg_pool": {"api/wiring.py"},
    "structlog": {"api/operation/logs.py"},
    "pydantic": {
        "api/settings.py",
        "api/v1/answers.py",
        "api/v1/bodies.py",
        "api/v1/figure_answers.py",
        "api/v1/schemas.py",
    },
    "pydantic_core": {"api/v1/bodies.py"},
    "pydantic_settings": {"api/settings.py"},
}
"""Every library from outside, and the only modules that may know it."""

OF_THE_WEB = {"fastapi", "starlette", "anyio"}
"""What routes are written in: at home in the packages of `api/` that have any, and where these are
put together."""
WEB = (
    *("api/pages/", "api/v1/", "api/web/", "api/identity/", "api/operation/"),
    *("api/app.py", "api/wiring.py", "api/listening.py", "api/witness_serving.py"),
)

MAY_CATCH_ALL = {"ledger/writer.py", "api/app.py"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "service"}
BANNED_NAMES |= {"data", "info", "process", "misc"}
BANNED_CALLS = {"print", "eval", "exec", "breakpoint", "input"}

SOURCES = [path for name in LAYERS for path in sorted((ROOT / name).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py")) + sorted((ROOT / "bench").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (*SOURCES, *TESTS)}
TEXTS = [
    path
    for pattern in ("*.md", "*.py", "*.sql", "*.sh", "*.toml", "*.lock", "*.html", "*.css")
    for path in sorted(ROOT.rglob(pattern))
    if not any(part.startswith(".") or part == "build" for part in path.relative_to(ROOT).parts)
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def imported(tree: ast.AST) -> set[str]:
    """Return the top-level packages that a module imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def defined(tree: ast.AST) -> Iterator[str]:
    """Return the names that a module makes up: classes, functions, arguments, variables."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name.lower()
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name.lower()
            case _:
                pass


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Say whether a handler swallows whatever comes; one that raises it again only tidies up."""
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    raises_again = any(isinstance(each, ast.Raise) and each.exc is None for each in handler.body)
    return caught in ("Exception", "BaseException") and not raises_again


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Return the name and the length of each function of a module."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def calls(path: Path) -> set[str]:
    """Return the plain names that a module calls."""
    found = [each.func for each in ast.walk(TREES[path]) if isinstance(each, ast.Call)]
    return {each.id for each in found if isinstance(each, ast.Name)}


def test_a_module_says_what_it_is_for() -> None:
    silent = [name_of(path) for path, tree in TREES.items() if not ast.get_docstring(tree)]
    assert not silent


def test_a_module_holds_one_idea() -> None:
    lines = {name_of(path): text_of(path).count("\n") for path in TREES}
    too_long = {name: count for name, count in lines.items() if count > LINES_OF_A_FILE_MAX}
    assert not too_long, "find the second idea and move it"


def test_a_function_fits_on_a_page() -> None:
    too_long = {
        f"{name_of(path)}:{name}": lines
        for path in TREES
        for name, lines in functions(path)
        if lines > LINES_OF_A_FUNCTION_MAX
    }
    assert not too_long


def test_imports_point_at_the_ledger() -> None:
    against = {}
    for path in SOURCES:
        package = name_of(path).partition("/")[0]
        above = {*LAYERS[LAYERS.index(package) + 1 :], "tests", "bench"}
        if wrong := imported(TREES[path]) & above:
            against[name_of(path)] = wrong
    assert not against, "the arrow points one way"


def test_every_library_stays_at_home() -> None:
    astray = {}
    for path in SOURCES:
        name = name_of(path)
        at_home = {library for library, homes in LIBRARIES_AT_HOME.items() if name in homes}
        of_the_web = OF_THE_WEB if name.startswith(WEB) else set()
        known = {*LAYERS, *sys.stdlib_module_names, *at_home, *of_the_web}
        if wrong := imported(TREES[path]) - known:
            astray[name] = wrong
    assert not astray, "a library has one home, named in this file"


def test_every_home_is_lived_in() -> None:
    homes = [(library, home) for library, some in LIBRARIES_AT_HOME.items() for home in some]
    empty = [each for each in homes if each[0] not in imported(TREES[ROOT / each[1]])]
    assert not empty


def test_a_name_says_what_the_thing_is() -> None:
    vague = {
        name_of(path): found
        for path, tree in TREES.items()
        if (found := BANNED_NAMES & {*defined(tree), path.stem, path.parent.name})
    }
    assert not vague


def test_no_module_catches_whatever_comes() -> None:
    catching = [
        name_of(path)
        for path in SOURCES
        if name_of(path) not in MAY_CATCH_ALL
        and any(
            isinstance(each, ast.ExceptHandler) and catches_all(each)
            for each in ast.walk(TREES[path])
        )
    ]
    assert not catching, "name what can go wrong"


def test_no_module_prints_or_evaluates() -> None:
    wrong = {name_of(path): found for path in SOURCES if (found := calls(path) & BANNED_CALLS)}
    assert not wrong, "people are spoken to in one place, and nothing is evaluated"


def test_a_file_that_is_named_exists() -> None:
    folders = "|".join((*LAYERS, "tests", "bench", "docs", "scripts"))
    in_folder = rf"(?:{folders})/[\w./-]+\.(?:py|md|sql|toml|json)"
    pattern = re.compile(rf"(?<![\w/.-])(?:{in_folder}|[A-Z]{{4,}}\.md)\b")
    dangling = {}
    for path in TEXTS:
        if wrong := {name for name in pattern.findall(text_of(path)) if not (ROOT / name).exists()}:
            dangling[name_of(path)] = wrong
    assert not dangling


def test_no_text_names_a_place_of_one_machine() -> None:
    everywhere = {"bin", "dev", "etc", "lib", "proc", "run", "sbin", "sys", "tmp", "usr", "var"}
    pattern = re.compile(r"(?<![\w/.\-{}<>)\]:])/([A-Za-z.]+)/")
    private = {}
    for path in TEXTS:
        firsts = set(pattern.findall(text_of(path))) - everywhere
        if wrong := {first for first in firsts if Path("/", first).is_dir()}:
            private[name_of(path)] = wrong
    assert not private
