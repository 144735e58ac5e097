"""Write the stubs (.pyi) of modules whose classes get methods by @patch elsewhere.

    python tools/stubs.py

An editor or a type checker reads source and does not run it: behind the `__getattr__`
of torch's Module it takes `ddpm.estimate` for a tensor. A stub shows each class whole,
as it is when the package is imported, and `__init__.pyi` the names of the front door.
Made from the modules; what a stub says is compared with the running classes."""
import ast
import builtins
import copy
import importlib
import itertools
import sys
from collections import defaultdict
from importlib.util import resolve_name
from pathlib import Path
from nbdev.config import get_config
import ddpm_lit

ROOT = get_config().lib_path
PATCH = {'as_prop': 'property', 'cls_method': 'classmethod', 'static_method':
         'staticmethod'}


def module_name(path: Path) -> str:
    "How a module is imported."
    return '.'.join(path.relative_to(ROOT.parent).with_suffix('').parts)


def decorators(function: ast.FunctionDef) -> list:
    "Decorators that the method has in its class; nothing for a function not patched."
    found, kept = False, []
    for decorator in function.decorator_list:
        if not ast.unparse(decorator).startswith('patch'):
            kept.append(decorator)
            continue
        found = True
        for option in getattr(decorator, 'keywords', []):
            if ast.literal_eval(option.value):
                kept.append(ast.Name(PATCH[option.arg]))
    return kept if found else None


def signature(function: ast.FunctionDef, decorated: list) -> ast.FunctionDef:
    "A function without its body and without the values of its defaults."
    short, hole = copy.deepcopy(function), ast.Constant(...)
    short.body = [ast.Expr(hole)]
    short.decorator_list = decorated
    a = short.args
    a.defaults = [hole] * len(a.defaults)
    a.kw_defaults = [default and hole for default in a.kw_defaults]
    return short


def method(function: ast.FunctionDef, decorated: list) -> ast.FunctionDef:
    "A patched function as a method."
    short = signature(function, decorated)
    short.args.args[0].annotation = None
    return short


def patches(trees: dict) -> dict:
    "Patched functions by the class that they belong to: (module, function)."
    found = defaultdict(list)
    for name, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and decorators(node) is not None:
                owner = ast.unparse(node.args.args[0].annotation)
                found[owner].append((name, node))
    return found


def assigned(init: ast.FunctionDef) -> dict[str, ast.expr | None]:
    "Attributes that `__init__` sets, with their types: given, or of the parameter."
    types = {a.arg: a.annotation for a in (*init.args.args, *init.args.kwonlyargs)}
    found = {}
    for node in ast.walk(init):
        if isinstance(node, ast.AnnAssign):
            found[ast.unparse(node.target)] = node.annotation
        for target in getattr(node, 'targets', []):
            several = getattr(target, 'elts', None)
            kind = None if several else types.get(getattr(node.value, 'id', ''))
            found |= {ast.unparse(part): kind for part in several or [target]}
    own = {name[5:]: kind for name, kind in found.items() if name[:5] == 'self.'}
    return {name: kind for name, kind in own.items() if name.isidentifier()}


def attributes(node: ast.ClassDef) -> list[ast.stmt]:
    "What `__init__` sets: with the type that is written there, or Any."
    known = {s.target.id for s in node.body if isinstance(s, ast.AnnAssign)}
    methods = {s.name: s for s in node.body if isinstance(s, ast.FunctionDef)}
    lines = []
    if '__init__' in methods:
        for name, kind in assigned(methods['__init__']).items():
            if name not in known | methods.keys():
                shown = ast.unparse(kind) if kind else 'Any'
                lines += ast.parse(f'{name}: {shown}').body
    return lines


def whole(node: ast.ClassDef, patched: list) -> ast.ClassDef:
    "A class with all its methods, without their bodies."
    body = attributes(node)
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            body.append(signature(statement, statement.decorator_list))
        elif isinstance(statement, ast.AnnAssign):
            body.append(statement)
    body += [method(function, decorators(function)) for _, function in patched]
    short = copy.copy(node)
    short.body = body or [ast.Expr(ast.Constant(...))]
    return short


def constant(node: ast.Assign, module: str) -> list[ast.stmt]:
    "The type of what is assigned in a module, looked up in the running one."
    lines = []
    for target in node.targets:
        for part in getattr(target, 'elts', [target]):
            value = getattr(importlib.import_module(module), ast.unparse(part), None)
            kind = type(value).__name__
            kind = kind if hasattr(builtins, kind) and value is not None else 'Any'
            lines += ast.parse(f'{ast.unparse(part)}: {kind}').body
    return lines


def imports(tree: ast.Module, package: str) -> list[ast.stmt]:
    "Imports of a module, with absolute names."
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            name = resolve_name('.' * node.level + (node.module or ''), package)
            found.append(ast.ImportFrom(name, node.names, 0))
        elif isinstance(node, ast.Import):
            found.append(node)
    return found


def stub(module: str, trees: dict, patched: dict) -> str:
    "The text of a stub."
    tree, body, sources = trees[module], [], {module}
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                body.append(whole(node, patched.get(name, [])))
                sources |= {source for source, _ in patched.get(name, [])}
            case ast.FunctionDef() if decorators(node) is None:
                body.append(signature(node, node.decorator_list))
            case ast.Assign() if ast.unparse(node.targets[0]) != '__all__':
                body += constant(node, module)
            case ast.AnnAssign():
                body += ast.parse(f'{ast.unparse(node)}'.partition(' = ')[0]).body
    for source in sorted(sources):
        package = source.rpartition('.')[0]
        others = imports(trees[source], package)
        body[:0] = [o for o in others if getattr(o, 'module', None) != module]
    lines = dict.fromkeys(map(ast.unparse, body))  # an import may be there twice
    text = [f'"Types of {module}, with what is patched in. Made by tools/stubs.py."']
    return '\n'.join([*text, 'from typing import Any', *lines]) + '\n'


def front_door() -> str:
    "The stub of the package itself."
    lines = ['"Names of the front door. Made by tools/stubs.py."', '__version__: str']
    for name, module in ddpm_lit._HOMES.items():
        lines.append(f'from {module} import {name} as {name}')
    return '\n'.join(lines) + '\n'


def lost(module: str, text: str) -> list[str]:
    "Methods of running classes that a stub does not have."
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            running = getattr(importlib.import_module(module), node.name)
            shown = {getattr(s, 'name', '') for s in node.body}
            for name, value in vars(running).items():
                made_here = getattr(value, '__module__', '').startswith('ddpm_lit')
                if made_here and name not in shown and not name.startswith('__'):
                    found.append(f'{module}.{node.name}.{name}')
    return found


def main() -> None:
    "Write all stubs, and remove those that no module needs any more."
    paths = [p for p in sorted(ROOT.rglob('*.py')) if not p.stem.startswith('_')]
    trees = {module_name(p): ast.parse(p.read_text(encoding='utf-8')) for p in paths}
    patched, texts, faults = patches(trees), {ROOT / '__init__.pyi': front_door()}, []
    for path in paths:
        tree = trees[module_name(path)]
        if any(isinstance(n, ast.ClassDef) and n.name in patched for n in tree.body):
            for source, _ in itertools.chain(*patched.values()):
                importlib.import_module(source)
            text = stub(module_name(path), trees, patched)
            texts[path.with_suffix('.pyi')] = text
            faults += lost(module_name(path), text)
    for path in {*ROOT.rglob('*.pyi')} - texts.keys():
        path.unlink()
    for path, text in texts.items():
        path.write_text(text, encoding='utf-8')
    sys.exit('\n'.join(f'{name} is in no stub' for name in faults) or 0)


if __name__ == '__main__':
    main()
