"""Name the modules that no notebook exports: nbdev_export itself removes none."""
import json
import re
import sys
from pathlib import Path
from nbdev.config import get_config
from nbdev.doclinks import nbglob

BY_HAND = {'__init__', '_modidx'}


def exported() -> set:
    "Dotted names of the modules that the notebooks export to."
    found = set()
    for path in map(Path, nbglob()):
        for cell in json.loads(path.read_text(encoding='utf-8'))['cells']:
            source = ''.join(cell['source'])
            found |= set(re.findall(r'^#\|\s*default_exp\s+([\w.]+)', source, re.M))
    return found


def orphans() -> list[Path]:
    "Modules that no notebook exports."
    root, known = get_config().lib_path, exported()
    return [
        path for path in sorted(root.rglob('*.py'))
        if path.stem not in BY_HAND
        and '.'.join(path.relative_to(root).with_suffix('').parts) not in known
    ]


if __name__ == '__main__':
    root = get_config().config_path
    lines = [f'{p.relative_to(root)}: no notebook exports it' for p in orphans()]
    sys.exit('\n'.join(lines) or 0)
