"""Hold the rules of style that ruff has not, and print how the code measures.

    python tools/style.py [--table] [PATH ...]

Reads notebooks, modules and tools, but those that .ruff.toml still excludes. Every
break of a rule is one line; the exit status is 1 if there is any. `--table` prints the
row of figures by which the project compares itself with other code bases."""
import argparse
import ast
import io
import json
import re
import statistics
import sys
import tokenize
import tomllib
from dataclasses import dataclass
from pathlib import Path
from collections.abc import Iterator
from nbdev.config import get_config

WIDTH = 88
MOST_PARAMETERS = 12
MOST_POSITIONAL = 5  # arguments, in a call of our own functions
MOST_TARGETS = 3  # of a tuple assignment
MOST_NOQA = 10
WHERE = ('nbs', 'ddpm_lit', 'tools', 'setup.py')
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LEAVES = (ast.Raise, ast.Return, ast.Continue, ast.Break)
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Piece:
    "A cell or a file of code."
    where: str  # shown in front of a message
    text: str
    exported: bool  # part of the library

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def tree(self) -> ast.Module | None:
        "Its syntax tree, or None for a cell with magics."
        try:
            return ast.parse(self.text)
        except SyntaxError:
            return None


def excluded() -> list[str]:
    "Paths that .ruff.toml does not hold to the style yet."
    text = (get_config().config_path / '.ruff.toml').read_text(encoding='utf-8')
    return tomllib.loads(text).get('extend-exclude', [])


def files(paths: list[Path]) -> Iterator[Path]:
    "Notebooks, modules and tools, without those excluded."
    root, out = get_config().config_path, excluded()
    for path in paths or [root / name for name in WHERE]:
        found = sorted(path.rglob('*')) if path.is_dir() else [path]
        for file in found:
            name = file.resolve().relative_to(root).as_posix()
            if file.suffix not in ('.py', '.ipynb') or file.name == '_modidx.py':
                continue
            if not any(name == o or name.startswith(f'{o}/') for o in out):
                yield file


def pieces(path: Path) -> Iterator[Piece]:
    "The code of a file, cell by cell."
    name = path.resolve().relative_to(get_config().config_path).as_posix()
    text = path.read_text(encoding='utf-8')
    if path.suffix == '.py':
        yield Piece(name, text, name.startswith('ddpm_lit/'))
        return
    for number, cell in enumerate(json.loads(text)['cells']):
        if cell['cell_type'] == 'code':
            source = ''.join(cell['source'])
            exported = bool(re.match(r'#\|\s*exports?\b', source))
            yield Piece(f'{name} cell {number}', source, exported)


def docstring(node: ast.AST) -> str | None:
    "The docstring of a node as it stands in the source, or None."
    if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Module)) or not node.body:
        return None
    first = node.body[0]
    value = first.value if isinstance(first, ast.Expr) else None
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return value.value if is_text else None


def parameters(function: ast.FunctionDef) -> list[ast.arg]:
    "Parameters of a function without self and cls."
    a = function.args
    found = [*a.posonlyargs, *a.args, *a.kwonlyargs]
    return [o for o in found if o.arg not in ('self', 'cls')]


def public(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    "Public functions of a module and public methods of its public classes."
    for node in tree.body:
        holders = [node]
        if isinstance(node, ast.ClassDef) and not node.name.startswith('_'):
            holders = node.body
        for function in holders:
            if isinstance(function, FUNCTIONS):
                if not function.name.startswith('_') or function.name == '__init__':
                    yield function


def body_faults(node: ast.AST) -> Iterator[str]:
    "Bodies that stand on the line of their head."
    if isinstance(node, LOOPS) and node.body[0].lineno == node.lineno:
        yield 'a loop, with or try has its body on its first line'
    if isinstance(node, ast.If) and not isinstance(node.body[0], LEAVES):
        if node.body[0].lineno == node.test.end_lineno:
            yield 'an if that does something has its body on its first line'


def shape_faults(node: ast.AST) -> Iterator[str]:
    "Assignments, statements and comprehensions that pack several ideas."
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        if len(node.targets[0].elts) > MOST_TARGETS:
            yield f'more than {MOST_TARGETS} targets in one assignment'
    if isinstance(node, ast.Expr):
        if isinstance(node.value, (*COMPREHENSIONS, ast.IfExp, ast.BoolOp)):
            yield 'an expression stands as a statement'
    if isinstance(node, COMPREHENSIONS):
        element = node.value if isinstance(node, ast.DictComp) else node.elt
        if len(node.generators) > 1 or isinstance(element, ast.IfExp):
            yield 'a comprehension with two loops or a conditional'


def text_lines(tree: ast.Module) -> set[int]:
    "Numbers of the lines that lie inside a string of several lines."
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(range(node.lineno + 1, node.end_lineno + 1))
    return found


def else_faults(tree: ast.Module, lines: list[str]) -> Iterator[tuple]:
    "`else`, `except` and `finally` whose body stands on their own line."
    pattern = re.compile(r'^\s*(else|finally|elif\b.*|except\b[^:]*):\s*[^\s#]')
    inside = text_lines(tree)
    for number, line in enumerate(lines, 1):
        line = re.sub(r"'[^']*'", "''", line)  # a colon in a text is none
        if pattern.match(line) and number not in inside:
            yield number, 'the body of an else or except stands on its line'


def docstring_faults(node: ast.AST) -> Iterator[str]:
    "What is wrong with the docstring of a node."
    text = docstring(node)
    if text is None:
        return
    if len(text.strip().splitlines()[0]) > WIDTH:
        yield f'first line of the docstring is longer than {WIDTH}'
    if '\\' in text:
        yield 'a backslash in a docstring'


def signature_faults(function: ast.FunctionDef) -> Iterator[str]:
    "What is wrong with the signature of a public function."
    name, found = function.name, parameters(function)
    for o in found:
        if o.annotation is None:
            yield f'{name}: the type of {o.arg} is missing'
    if function.returns is None and name != '__init__':
        yield f'{name}: the type of what it returns is missing'
    if function.args.kwarg:
        yield f'{name}: takes **{function.args.kwarg.arg}'
    if len(found) > MOST_PARAMETERS:
        yield f'{name}: {len(found)} parameters'


def own_functions() -> set[str]:
    "Names of the functions and classes of the package."
    found = set()
    for path in get_config().lib_path.rglob('*.py'):
        tree = ast.parse(path.read_text(encoding='utf-8'))
        defined = (*FUNCTIONS, ast.ClassDef)
        found |= {node.name for node in tree.body if isinstance(node, defined)}
    return found


def call_faults(node: ast.AST, own: set) -> Iterator[str]:
    "Calls of our own functions with many arguments by position."
    if isinstance(node, ast.Call) and len(node.args) > MOST_POSITIONAL:
        name = getattr(node.func, 'id', getattr(node.func, 'attr', ''))
        if name in own:
            yield f'{name} is called with {len(node.args)} arguments by position'


def faults(piece: Piece, own: set) -> Iterator[str]:
    "All breaks of the rules in one piece of code, as lines to print."
    tree = piece.tree
    if tree is None:
        return
    found = list(else_faults(tree, piece.lines))
    for node in ast.walk(tree):
        texts = [*body_faults(node), *shape_faults(node), *docstring_faults(node)]
        texts += call_faults(node, own)
        found += [(getattr(node, 'lineno', 1), text) for text in texts]
    for function in public(tree) if piece.exported else ():
        found += [(function.lineno, text) for text in signature_faults(function)]
    for line, text in sorted(found):
        yield f'{piece.where}:{line}: {text}'


def noqa_faults(all_pieces: list[Piece]) -> Iterator[str]:
    "Exceptions without a reason, and too many of them; modules repeat their notebooks."
    count = 0
    for piece in all_pieces:
        for line in piece.lines if not piece.where.startswith('ddpm_lit/') else ():
            if match := re.search(r'#\s*noqa\b(.*)$', line):
                count += 1
                if not re.match(r': [A-Z]+\d+ \w+', match[1]):
                    yield f'{piece.where}: no rule and reason behind {match[0]}'
    if count > MOST_NOQA:
        yield f'{count} exceptions by noqa, {MOST_NOQA} at most'


def code_lines(piece: Piece) -> list[str]:
    "Lines of code without docstrings and blank lines."
    tree, hidden = piece.tree, set()
    for node in ast.walk(tree) if tree else ():
        made = isinstance(node, ast.Assign) and ast.unparse(node).startswith('__all__')
        if made or docstring(node) is not None:  # nbdev sets `__all__`
            first = node if made else node.body[0]
            hidden |= set(range(first.lineno, first.end_lineno + 1))
    lines = enumerate(piece.lines, 1)
    return [line for number, line in lines if number not in hidden and line.strip()]


def semicolons(piece: Piece) -> int:
    "How often a line holds several statements."
    tokens = tokenize.generate_tokens(io.StringIO(piece.text).readline)
    return sum(token.type == tokenize.OP and token.string == ';' for token in tokens)


def share(lines: list[str], width: int) -> float:
    "Per cent of lines that are wider."
    return 100 * sum(len(line) > width for line in lines) / max(1, len(lines))


def shares(lines: list[str], *widths: int) -> str:
    "Per cent of lines wider than each of these widths."
    return ' / '.join(f'{share(lines, width):.1f}' for width in widths)


def module_table(modules: list[Piece]) -> Iterator[tuple]:
    "What lines, docstrings and signatures of the modules measure, as (name, value)."
    nodes, lines, functions = [], [], []
    for piece in modules:
        nodes += ast.walk(piece.tree)
        lines += code_lines(piece)
        functions += public(piece.tree)
    texts = [text for node in nodes if (text := docstring(node)) is not None]
    heads = [node for node in nodes if isinstance(node, (*LOOPS, *FUNCTIONS, ast.If))]
    short = sum(node.body[0].lineno == node.lineno for node in heads)
    several = sum(map(semicolons, modules))
    words = statistics.median(len(text.split()) for text in texts)
    typed = []
    for function in functions:
        typed += [o.annotation is not None for o in parameters(function)]
    most = max(len(parameters(function)) for function in functions)
    wide = share('\n'.join(texts).splitlines(), WIDTH)
    yield 'line, median characters', f'{statistics.median(map(len, lines)):.0f}'
    yield 'lines over 88 / 100 / 120 / 160, %', shares(lines, 88, 100, 120, 160)
    yield 'one-line bodies, per 100 lines', f'{100 * short / len(lines):.1f}'
    yield '`;`, per 100 lines', f'{100 * several / len(lines):.1f}'
    yield 'docstring, median words', f'{words:.0f}'
    yield 'docstring lines over 88, %', f'{wide:.0f}'
    yield 'parameters of one function, most', most
    yield 'parameters annotated, %', f'{100 * statistics.mean(typed):.0f}'


def cell_table(cells: list[Piece]) -> Iterator[tuple]:
    "What the cells of the notebooks measure, as (name, value)."
    sizes = sorted(len(cell.lines) for cell in cells if cell.exported)
    other = []
    for cell in cells:
        if not cell.exported:  # directives cannot be wrapped
            other += [line for line in cell.lines if not line.startswith('#|')]
    yield 'exported cell, median lines', f'{statistics.median(sizes):.0f}'
    yield 'exported cell, 90th percentile', sizes[int(.9 * len(sizes))]
    yield 'other code over 88 / 120 / 160, %', shares(other, 88, 120, 160)


def main() -> int:
    "Check what the command line names; the exit status."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--table', action='store_true', help='print the figures')
    parser.add_argument('paths', nargs='*', type=Path)
    args = parser.parse_args()
    found = []
    for path in files(args.paths):
        found += pieces(path)
    own = own_functions()
    broken = list(noqa_faults(found))
    for piece in found:
        broken += faults(piece, own)
    print(*broken, sep='\n', end='\n' if broken else '')
    if args.table:
        modules = [o for o in found if o.where.startswith('ddpm_lit/')]
        cells = [o for o in found if ' cell ' in o.where]
        for name, value in (*module_table(modules), *cell_table(cells)):
            print(f'{name:36}{value}')
    return int(bool(broken))


if __name__ == '__main__':
    sys.exit(main())
