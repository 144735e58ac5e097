"Types of ddpm_lit.training.trainer, with what is patched in. Made by tools/stubs.py."
from typing import Any
import io
import json
import math
import os
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any
import numpy as np
import torch
from fastcore.basics import patch
from fastprogress.fastprogress import IN_NOTEBOOK
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel
from ddpm_lit.shared.core import Stream, mix_seed, one_of
from ddpm_lit.shared.figures import axes, image_grid
from ddpm_lit.shared.machine import best_device, check_compiler, command, finish
from ddpm_lit.shared.machine import is_live, processors, progress, wants_bf16
from ddpm_lit.theory.objective import draw_times
from ddpm_lit.theory.schedule import cosine_schedule, linear_schedule
from ddpm_lit.model.ddpm import DDPM, current_config, memory_layout
from ddpm_lit.model.unet import PRESETS, unet_preset
from ddpm_lit.sampling.walk import class_columns, sample, save_images
from ddpm_lit.training.pictures import Images, Source
from ddpm_lit.training.runs import RunFolder, current_settings, read_checkpoint
from ddpm_lit.training.runs import stop_signals, stored_settings, versions
from ddpm_lit.training.streams import Shards, open_data, watched_workers
def _check_sense(settings, **right):
    ...
OBJECTIVES: tuple
TIME_SAMPLINGS: tuple
@dataclass(frozen=True)
class Recipe:
    batch: int = 32
    lr: float = 0.001
    warmup: int = 200
    final_lr: float = 0.0
    ema: float = 0.999
    grad_clip: float = 1.0
    label_dropout: float = 0.1
    seed: int = 0
    objective: str | None = None
    time_sampling: str = 'stratified'
    flip: bool | None = None

    def __post_init__(self):
        ...
@dataclass(frozen=True)
class Compute:
    device: str | None = None
    precision: str = 'auto'
    compile: bool = False
    workers: int | None = 0
    accumulation: int = 1
    skip_nonfinite: bool = False

    def __post_init__(self):
        ...
@dataclass(frozen=True)
class Keep:
    checkpoint_every: int = 500
    keep_checkpoints: int = 2
    preview: int = 64
    tracker: str | None = None

    def __post_init__(self):
        ...
def block_noise(seed: int, k: int, first: int, n: int, shape: tuple, *, device: str | torch.device=...) -> Tensor:
    ...
def learning_rate(lr: float, k: int, done: float, warmup: int=..., final_lr: float=...) -> float:
    ...
def ema_decay(k: int, decay: float=...) -> float:
    ...
def _averaged(model, decay):
    ...
def launch(device: str | None=..., *, precision: str=..., tracker: str | None=..., out: str | Path | None=...) -> Any:
    ...
def _probabilities(ddpm, objective):
    ...
class _Losses(nn.Module):
    ddpm: Any
    objective: Any

    def __init__(self, ddpm, objective):
        ...

    def forward(self, x0, t, eps, labels):
        ...
class Trainer:
    ddpm: Any
    data: Any
    compute: Any
    recipe: Any
    p: Any
    accelerator: Any
    device: Any
    layout: Any
    average: Any
    parameters: Any
    step: Any
    seconds: Any
    batches: Any

    def __init__(self, ddpm: DDPM, data: Source, recipe: Recipe=..., compute: Compute=..., *, accelerator: Any=...):
        ...

    def _prepare(self, several):
        ...

    @property
    def averaged(self) -> DDPM:
        ...

    def next_batch(self, k: int) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
        ...

    def backward(self, part: tuple, *, last: bool=...) -> Tensor:
        ...

    def _weighted(self, x0, t, eps, labels):
        ...

    def _gradient(self, k):
        ...

    def advance(self, done: float) -> tuple[Tensor, Tensor, Tensor]:
        ...

    def state_dict(self) -> dict[str, Tensor]:
        ...

    def load_state_dict(self, state: dict[str, Tensor], step: int, seconds: float=...) -> None:
        ...
def _resolved(recipe, ddpm, data):
    ...
def _pieces(batch, n):
    ...
def _part(tensors, prefix):
    ...
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
def _settings(ddpm, data, recipe):
    ...
def _world(trainer, given):
    ...
def recipe_of(settings: dict) -> Recipe:
    ...
class _Session:
    trainer: Any
    keep: Any
    world: Any
    folder: Any
    display: Any
    losses: Any

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
def _agree(group, seconds, stop):
    ...
def train(ddpm: DDPM, data: Source, out: str | Path | None=..., *, steps: int | None=..., images: int | None=..., minutes: float | None=..., recipe: Recipe | None=..., compute: Compute | None=..., keep: Keep | None=..., resume: bool=..., show: bool=...) -> DDPM:
    ...
def _budget_words(steps, images, minutes):
    ...
def _processes(compute, keep, out):
    ...
def _run(session, done, out, show):
    ...
SCHEDULES: dict
@dataclass(frozen=True)
class Design:
    network: str = 'compact'
    size: int | None = None
    channels: int | None = None
    conditional: bool | None = None
    schedule: str = 'cosine'
    timesteps: int = 1000
    prediction: str = 'x0'
    variance: str = 'large'

    def __post_init__(self):
        ...

    def build(self, data: Source) -> DDPM:
        ...
RECIPES: dict
DESIGNS: dict
def design_of(config: dict) -> Design:
    ...
def _field_values(value):
    ...
def _changed(value, settings):
    ...
def _read_config(path):
    ...
def _start(recipe, config):
    ...
def _resumed(out, wanted):
    ...
def _decide(out, recipe, config, settings):
    ...
def _workers(data):
    ...
def ddpm_train(data: str=..., out: str=..., *, steps: int | None=..., images: int | None=..., minutes: float | None=..., resume: bool=..., recipe: str | None=..., config: str | None=..., num_classes: int=..., skip_unreadable: bool=..., settings: dict | None=...) -> None:
    ...
main: Any
