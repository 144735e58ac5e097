"""The commands of the package and their options, as their own parsers have them."""
import argparse
import functools
import importlib
import inspect
import itertools
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbdev.config import get_config

from book import chapters

# what a reader would write; an option that is not here is shown with its default
EXAMPLES = {
    'data': 'folder:~/pictures', 'out': 'runs/mine', 'model': 'runs/mine',
    'steps': 20000, 'images': 1_000_000, 'minutes': 60, 'recipe': 'reference',
    'config': 'runs/mine', 'num_classes': 10, 'network': 'small', 'size': 64,
    'channels': 3, 'schedule': 'linear', 'prediction': 'v', 'variance': 'learned',
    'objective': 'min-snr', 'time_sampling': 'uniform', 'device': 'cpu',
    'precision': 'fp32', 'tracker': 'tensorboard', 'batch': 128, 'lr': '2e-4',
    'n': 16, 'sampler': 'ddim', 'label': 'Trouser,Dress', 'frames': 10,
    'guidance': 1.5, 'what': 'fd,kid', 'protocol': 'inception', 'init': 'runs/mine',
    'label_file': 'labels.csv', 'target': 'mine.py', 'json': 'certificate.json',
    'first_t': 1, 'data_range': '0,1', 'limit': 60, 'chain': 100, 'clip_x0': 'dynamic',
}
OF_COMMAND = {
    ('ddpm_sample', 'out'): 'garments.png', ('ddpm_sample', 'steps'): 50,
    ('ddpm_eval', 'out'): 'runs/mine/scores.json', ('ddpm_eval', 'steps'): 50,
    ('ddpm_eval', 'data'): 'fashion_mnist', ('ddpm_eval', 'n'): 1000,
}
BY_TYPE = {int: 10, float: .5, str: 'name'}


@dataclass(frozen=True)
class Option:
    "One option of a command."
    command: str
    name: str  # as the function has it: `grad_clip`
    spelling: str  # as it is typed: `--grad_clip`, `n` for a positional one
    kind: str  # of its value: `int`, or '' for a plain switch
    default: str
    meaning: str
    example: str
    module: str  # that gives it

    @property
    def anchor(self) -> str:
        "Where the page of commands has it."
        return f'{self.command}-{self.name}'


@dataclass(frozen=True)
class Command:
    "A command, its parser, and its options by group."
    name: str
    parser: argparse.ArgumentParser
    about: str
    module: str
    groups: dict[str, list[Option]]

    @property
    def options(self) -> list[Option]:
        "All options."
        return [*itertools.chain(*self.groups.values())]


def example(command: str, action: argparse.Action, default: str) -> str:
    "An option as one would type it."
    word = action.option_strings[0] if action.option_strings else ''
    if action.nargs == 0:
        return word
    name = action.dest
    value = OF_COMMAND.get((command, name), EXAMPLES.get(name, default))
    if value == '':
        value = BY_TYPE.get(action.type, 'name')
    return f'{word} {value}'.strip()


def option(command: str, action: argparse.Action, module: str) -> Option:
    "What a parser knows of an option."
    meaning = ' '.join((action.help or '').replace('%%', '%').split())
    meaning, _, default = meaning.partition(' (default: ')
    default = default.removesuffix(')')
    kind = '' if action.nargs == 0 else getattr(action.type, '__name__', '').lstrip('_')
    if action.nargs == '?':  # a switch that takes a word as well
        kind = action.metavar
    spelling = ' '.join(action.option_strings) or action.dest
    shown = example(command, action, default)
    return Option(command, action.dest, spelling, kind, default, meaning, shown, module)


def groups(name: str, parser: argparse.ArgumentParser, module: str
           ) -> Iterator[tuple[str, list[Option]]]:
    "The groups of a parser that show something, each with its options."
    source = importlib.import_module(module)
    for group in parser._action_groups:
        kind = getattr(source, group.title, None)
        home = kind.__module__ if inspect.isclass(kind) else module
        shown = [a for a in group._group_actions
                 if a.help != argparse.SUPPRESS and a.dest != 'help']
        if shown:
            title = group.title if inspect.isclass(kind) else ''
            yield title, [option(name, action, home) for action in shown]


@functools.cache
def commands() -> list[Command]:
    "The commands, in the order of settings.ini."
    found = []
    for entry in shlex.split(get_config().console_scripts):
        name, _, target = entry.partition('=')
        module, _, attribute = target.partition(':')
        parser = getattr(importlib.import_module(module), attribute).parser()
        by_title = {}
        for title, options in groups(name, parser, module):
            by_title.setdefault(title, []).extend(options)
        found.append(Command(name, parser, parser.description, module, by_title))
    return found


def home(module: str) -> tuple[str, Path]:
    "Title and notebook of the chapter that a module comes from."
    part, name = module.split('.')[-2:]
    for chapter in chapters():
        bare = re.sub(r'^\d+[a-z]?_', '', chapter.path.stem)
        if chapter.path.parent.name == part and bare == name:
            return chapter.title, chapter.path
    raise LookupError(f'no chapter makes {module}')


def cell(text: str) -> str:
    "Text as a cell of a Markdown table takes it."
    return text.replace('|', r'\|').replace('*', r'\*').replace('~', r'\~')


def row(o: Option) -> str:
    "The line of the table for one option."
    spelling = ' '.join(f'`{word}`' for word in o.spelling.split())
    kind = f' <br>{cell(o.kind)}' if o.kind else ''
    default = f'`{o.default}`' if o.default else ''
    return (f'| <a id="{o.anchor}"></a>{spelling}{kind} | {default} | '
            f'{cell(o.meaning)} | `{o.example}` |')


def heading(group: str, options: list[Option]) -> str:
    "The name of a group, if it has one, and the chapter that explains its options."
    title, path = home(options[0].module)
    name = f'**{group}**: e' if group else 'E'
    return f'{name}xplained in the chapter [{title}]({path}).'


def page() -> str:
    "The page of commands, as Markdown."
    lines = []
    for command in commands():
        lines += [f'## {command.name}', '', cell(command.about), '']
        for group, options in command.groups.items():
            lines += [heading(group, options), '']
            lines += ['| option | default | meaning | example |',
                      '|---|---|---|---|', *map(row, options), '']
    return '\n'.join(lines)


def parse(line: str) -> argparse.Namespace:
    "What a command line means. ValueError if the command would refuse it."
    name, *words = shlex.split(line, comments=True)
    parser = {c.name: c.parser for c in commands()}[name]
    try:
        return parser.parse_args(words)
    except SystemExit:
        raise ValueError(f'{name} does not know this: {line}') from None
