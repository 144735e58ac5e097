"""Check the types of the package, and of users' code (typed_example.py), by mypy.

    python tools/check_types.py [OPTION OF MYPY ...]

The stubs (stubs.py) are what users' code is checked against. The package itself is
checked without them, each class together with its patched methods: as if they stood in
it. A message about such a module counts the lines of that view."""
import ast
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from nbdev.config import get_config
from stubs import decorators, imports, method, module_name, patches

ROOT = get_config().lib_path
EXAMPLE = Path(__file__).with_name('typed_example.py')


def inside(source: str, function: ast.FunctionDef) -> str:
    "A patched function as it would stand in its class."
    lines = source.splitlines()[function.lineno - 1:function.end_lineno]
    marks = [f'@{ast.unparse(d)}' for d in decorators(function)]
    text = '\n'.join([*marks, *lines])
    owner = function.args.args[0]
    text = text.replace(f'{owner.arg}:{ast.unparse(owner.annotation)}', owner.arg, 1)
    return textwrap.indent(text, '    ')


def view(module: str, trees: dict, source: str, patched: dict) -> str:
    "A module in which patched methods stand in their classes."
    lines, after, others = source.splitlines(), {}, set()
    tree = trees[module]
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            methods = after.setdefault(node.end_lineno, [])
            for home, function in patched.get(node.name, []):
                if home == module:
                    methods.append(inside(source, function))
                else:  # checked there; here it is known by its types
                    short = method(function, decorators(function))
                    short.body = ast.parse('raise NotImplementedError').body
                    methods.append(textwrap.indent(ast.unparse(short), '    '))
                    others |= {home}
        if isinstance(node, ast.FunctionDef) and decorators(node) is not None:
            first = min(d.lineno for d in node.decorator_list)
            for i in range(first - 1, node.end_lineno):
                lines[i] = ''
    whole = []
    for number, line in enumerate(lines, 1):
        whole += [line, *after.get(number, [])]
    needed = ['from __future__ import annotations']
    for home in sorted(others):  # what the types of its methods are made of
        found = imports(trees[home], home.rpartition('.')[0])
        needed += [ast.unparse(o) for o in found if getattr(o, 'module', '') != module]
    return '\n'.join([*needed, *whole]) + '\n'


def main() -> int:
    "Run mypy twice."
    paths = [p for p in sorted(ROOT.rglob('*.py')) if p.name != '_modidx.py']
    sources = {module_name(p): p.read_text(encoding='utf-8') for p in paths}
    trees = {name: ast.parse(source) for name, source in sources.items()}
    patched = patches(trees)
    mypy = [sys.executable, '-m', 'mypy', *sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        shadows = []
        for path in paths:
            name = module_name(path)
            if path.with_suffix('.pyi').exists() and path.name != '__init__.py':
                shadow = Path(folder) / f'{name}.py'
                text = view(name, trees, sources[name], patched)
                shadow.write_text(text, encoding='utf-8')
                shadows += ['--shadow-file', path, shadow]
        inner = subprocess.run([*mypy, *shadows, *paths]).returncode
    return inner or subprocess.run([*mypy, EXAMPLE]).returncode


if __name__ == '__main__':
    sys.exit(main())
