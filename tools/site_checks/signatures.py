"""Signatures on the site tell which parameters can be given by keyword only."""
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from signatures import SiteRenderer

Names = str | list[str] | None  # an alias


def example(x, *, eta: float = 0.0, **kwargs) -> Iterator[Path] | None:
    "f(*args) with **kwargs, and `*` in code."


def aliased(names: Names, more: dict[str, Names]) -> Names:
    "Takes and returns what an alias stands for."


class Holder:
    "Has a method."

    def __init__(self, names: Names):
        self.names = names

    def method(self, names: Names = None) -> list[Names]:
        "Takes what an alias stands for."


@dataclass
class Fields:
    "Has fields."
    names: Names = None


@dataclass
class MoreFields(Fields):
    "Has one more, and those of its base."
    others: Names = None


SHOWN = {  # what a signature must say of types
    aliased: 'aliased(names:Names, more:dict[str, Names])->Names:',
    Holder: 'Holder(names:Names)',
    Holder.method: 'method(names:Names=None)->list[Names]:',
    MoreFields: 'MoreFields(names:Names=None, others:Names=None)',
}


def signature_faults() -> Iterator[str]:
    "What the renderer leaves out, on functions and classes that have all of it."
    shown = SiteRenderer(example)._repr_markdown_()
    assert list(inspect.signature(example).parameters) == ['x', 'eta', 'kwargs']
    if 'x, *, eta:float=0.0, **kwargs' not in shown:
        yield 'signatures hide the * before keyword-only parameters'
    if ')->Iterator[Path] | None:' not in shown:
        yield 'signatures write types with their modules'
    if r'*f(\*args) with \*\*kwargs, and `*` in code.*' not in shown:
        yield 'docstrings lose their asterisks'
    for documented, wanted in SHOWN.items():
        line = re.sub(r'\(\s+|\s+\)', lambda o: o[0].strip(),
                      SiteRenderer(documented)._repr_markdown_())
        if wanted not in line:
            yield f'signatures write an alias out: not {wanted!r}'
