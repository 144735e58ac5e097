"""The book as its table of contents has it: parts, chapters, and what each is about."""
import json
import re
from dataclasses import dataclass
from pathlib import Path
import yaml
from nbdev.config import get_config


@dataclass(frozen=True)
class Chapter:
    part: str  # heading in the sidebar, '' for a page outside the parts
    path: Path  # notebook, relative to the folder of notebooks
    title: str
    summary: str  # the line behind `>`


def entries(contents: list, part: str = '') -> list:
    "Pairs (part, path) of a sidebar's contents, in their order."
    found = []
    for entry in contents:
        if isinstance(entry, dict):
            found += entries(entry['contents'], entry['section'])
        else:
            found.append((part, Path(entry)))
    return found


def chapters() -> list[Chapter]:
    "All chapters in the order of `_quarto.yml`, which is the order of the book."
    nbs = get_config().nbs_path
    settings = yaml.safe_load((nbs / '_quarto.yml').read_text(encoding='utf-8'))
    book = []
    for part, path in entries(settings['website']['sidebar']['contents']):
        first = json.loads((nbs / path).read_text(encoding='utf-8'))['cells'][0]
        head = re.match(r'# (.+)\n\n> (.+)', ''.join(first['source']))
        book.append(Chapter(part, path, *head.groups()))
    return book


def links(part: str) -> str:
    "Markdown links to the chapters of a part, in their order."
    return ', '.join(f'[{c.title}]({c.path})' for c in chapters() if c.part == part)
