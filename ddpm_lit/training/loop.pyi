"Types of ddpm_lit.training.loop, with what is patched in. Made by tools/stubs.py."
from typing import Any
import json
import math
import os
import re
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import get_args
import numpy as np
import torch
from fastcore.basics import patch
from fastprogress.fastprogress import IN_NOTEBOOK
from torch import Tensor
from torch.nn import functional as F
from ddpm_lit.shared.figures import axes, image_grid
from ddpm_lit.shared.core import printable
from ddpm_lit.shared.files import check_space
from ddpm_lit.shared.machine import best_device, check_compiler, finish, is_live
from ddpm_lit.shared.machine import processors, progress
from ddpm_lit.model.ddpm import DDPM
from ddpm_lit.sampling.walk import class_columns, sample, save_images
from ddpm_lit.training.pictures import Images, Source
from ddpm_lit.training.runs import RunFolder, checkpoints_of, current_settings
from ddpm_lit.training.runs import read_checkpoint, stop_signals, stored_settings
from ddpm_lit.training.runs import versions
from ddpm_lit.training.streams import Shards, watched_workers
from ddpm_lit.training.trainer import OBJECTIVES, Compute, Keep, Recipe
from ddpm_lit.training.trainer import Trainer, launch
LOG: int
def _rounded(x):
    ...
class Log:
    trainer: Any
    skipped: Any
    rows: Any
    lrs: Any
    clock: Any

    def __init__(self, trainer: Trainer):
        ...

    def add(self, losses: Tensor, t: Tensor, norm: Tensor) -> None:
        ...

    def row(self) -> dict:
        ...

    def _count_bad(self, good):
        ...
def training_picture(rows: list[dict], images: Tensor | None, num_classes: int=...) -> bytes:
    ...
class Display:
    show: Any
    rows: Any
    num_classes: Any
    bar: Any
    images: Any
    handle: Any

    def __init__(self, show: bool=..., rows: list[dict]=..., num_classes: int=...):
        ...

    def update(self, row: dict, part: float, ended: bool) -> None:
        ...

    def picture(self, images: Tensor | None=...) -> None:
        ...
def _line(row):
    ...
def budget(steps: int | None, images: int | None, minutes: float | None, batch: int) -> Callable:
    ...
def _check_data(ddpm, data):
    ...
def _check_recipe(ddpm, recipe):
    ...
def _check_machine(ddpm, recipe, compute, acc):
    ...
def _workers(data):
    ...
def _settings(ddpm, data, recipe, stored=...):
    ...
def _world(trainer, given):
    ...
def recipe_of(settings: dict) -> Recipe:
    ...
def _of_kind(name, value, annotation):
    ...
def _stored_recipe(out, stored):
    ...
class _Session:
    trainer: Any
    keep: Any
    world: Any
    folder: Any
    display: Any
    losses: Any
    skipped: Any

    def __init__(self, trainer, keep=..., world=..., folder=...):
        ...

    def run(self, done, stop):
        ...

    def report(self, row, part, ended):
        ...

    def checkpoint(self):
        ...

    def _publish(self, loss, world):
        ...

    def _preview(self):
        ...

    def _restore(self):
        ...

    def _tell_changes(self, was):
        ...

    def verdict(self) -> str:
        ...
def _agree(group, seconds, stop):
    ...
def train(ddpm: DDPM, data: Source, out: str | Path | None=..., *, steps: int | None=..., images: int | None=..., minutes: float | None=..., recipe: Recipe | None=..., compute: Compute | None=..., keep: Keep | None=..., resume: bool=..., show: bool=...) -> DDPM:
    ...
def _bytes(ddpm):
    ...
def _open_folder(out, settings, *, weights, resume, keep, at_end):
    ...
def _budget_words(steps, images, minutes):
    ...
def _processes(compute, keep, out):
    ...
@contextmanager
def _watched_processes():
    ...
def _run(session, done, out, show):
    ...
def _watched(session, done):
    ...
