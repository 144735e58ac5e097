"Types of ddpm_lit.training.loop, with what is patched in. Made by tools/stubs.py."
from typing import Any
import copy
import io
import json
import math
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, get_args
import numpy as np
import torch
from fastcore.basics import patch
from fastprogress.fastprogress import IN_NOTEBOOK
from torch import Tensor, nn
from torch.nn import functional as F
from ddpm_lit.shared.core import moved, printable
from ddpm_lit.shared.figures import axes, image_grid, on_screen
from ddpm_lit.shared.files import check_space
from ddpm_lit.shared.machine import best_device, check_compiler, finish, is_live
from ddpm_lit.shared.machine import processors, progress, tell, tf32_products
from ddpm_lit.model.ddpm import DDPM
from ddpm_lit.sampling.walk import class_columns, sample, save_images
from ddpm_lit.training.pictures import Images, Source
from ddpm_lit.training.runs import RunFolder, checkpoints_of, current_settings
from ddpm_lit.training.runs import read_checkpoint, stop_signals, stored_settings
from ddpm_lit.training.runs import snapshot_path, versions
from ddpm_lit.training.streams import Shards, watched_workers
from ddpm_lit.training.throughput import Writer, chosen_kernels, peak_memory
from ddpm_lit.training.throughput import worth_compiling
from ddpm_lit.training.trainer import OBJECTIVES, Compute, Keep, Recipe
from ddpm_lit.training.trainer import Trainer, launch
LOG: int
def _rounded(x):
    ...
class Log:
    trainer: Any
    skipped: Any
    rows: list[Tensor]
    lrs: list[float]
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
    images: Tensor | None
    handle: Any
    timed: Any

    def __init__(self, show: bool=..., rows: Sequence[dict]=..., num_classes: int=...):
        ...

    def update(self, row: dict, part: float, ended: bool) -> None:
        ...

    def picture(self, images: Tensor | None=...) -> None:
        ...
def _line(row):
    ...
class _Silent(nn.Module):
    factor: Any

    def __init__(self, factor):
        ...

    def forward(self, x, t, labels=...):
        ...
class Alarms:
    ddpm: Any
    recipe: Any
    only: Any
    seen: list[Tensor]
    labels: list[Tensor]
    rung: set[str]
    blind: Any

    def __init__(self, ddpm: DDPM, recipe: Recipe, only: bool=...):
        ...

    def ring(self, kind: str, words: str) -> None:
        ...

    def see(self, x: Tensor, labels: Tensor | None) -> None:
        ...

    def pictures(self) -> Tensor:
        ...

    def look(self) -> None:
        ...

    def _blind_loss(self, x0):
        ...

    def loss(self, row: dict, part: float) -> None:
        ...

    def preview(self, x: Tensor, step: int, part: float) -> None:
        ...
class _Watched:
    data: Any
    alarms: Any

    def __init__(self, data, alarms):
        ...

    def __getattr__(self, name):
        ...

    def __repr__(self):
        ...

    def stream(self, *where, **how):
        ...
def budget(steps: int | None, images: int | None, minutes: float | None, batch: int) -> Callable:
    ...
def _source(ddpm, data) -> Source:
    ...
def _check_data(ddpm, data):
    ...
def _check_recipe(ddpm, recipe):
    ...
def _check_fit(ddpm, data, recipe):
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
    alarms: Any
    losses: Any
    skipped: Any
    writer: Any
    agreed: Any
    pause: Any
    considered: Any

    def __init__(self, trainer, keep=..., world=..., folder=...):
        ...

    def run(self, done, stop):
        ...

    def agree(self, seconds, stop):
        ...

    def consider_compiling(self, part):
        ...

    def report(self, row, part, ended):
        ...

    def checkpoint(self, part, averaged=...):
        ...

    def snapshot(self):
        ...

    def _averaged_now(self):
        ...

    def _writing(self, loss, averaged):
        ...

    def _told(self, loss, world):
        ...

    def _preview(self):
        ...

    def _restore(self):
        ...

    def _compile_again(self, was):
        ...

    def _tell_changes(self, was):
        ...

    def verdict(self) -> str:
        ...
def steps_between(seconds: float) -> int:
    ...
def _track_picture(acc, picture, step):
    ...
def _publish(folder, averaged, told):
    ...
def train(ddpm: DDPM, data: Source | Tensor | np.ndarray | Sequence, out: str | Path | None=..., *, steps: int | None=..., images: int | None=..., minutes: float | None=..., recipe: Recipe | None=..., compute: Compute | None=..., keep: Keep | None=..., resume: bool=..., show: bool=...) -> DDPM:
    ...
def _tell_skipped(session, steps):
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
def _watched_run(session, done):
    ...
def _begin(session, show, finished):
    ...
def _run(session, done, out, show):
    ...
