"""Signatures on the site tell which parameters can be given by keyword only."""
import inspect
from collections.abc import Iterator
from pathlib import Path

from signatures import SiteRenderer


def example(x, *, eta: float = 0.0, **kwargs) -> Iterator[Path] | None:
    "f(*args) with **kwargs, and `*` in code."


def signature_faults() -> Iterator[str]:
    "What the renderer leaves out, on a function that has all of it."
    shown = SiteRenderer(example)._repr_markdown_()
    assert list(inspect.signature(example).parameters) == ['x', 'eta', 'kwargs']
    if 'x, *, eta:float=0.0, **kwargs' not in shown:
        yield 'signatures hide the * before keyword-only parameters'
    if ')->Iterator[Path] | None:' not in shown:
        yield 'signatures write types with their modules'
    if r'*f(\*args) with \*\*kwargs, and `*` in code.*' not in shown:
        yield 'docstrings lose their asterisks'
