"Types of ddpm_lit.training.trainer, with what is patched in. Made by tools/stubs.py."
from typing import Any
import os
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Self
import numpy as np
import torch
from fastcore.basics import patch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel
from ddpm_lit.shared.core import Stream, mix_seed, moved, one_of
from ddpm_lit.shared.machine import HALVES, PRECISIONS, best_device, resolve_precision
from ddpm_lit.theory.losses import draw_times
from ddpm_lit.model.ddpm import DDPM, memory_layout
from ddpm_lit.model.unet import recompute_blocks
from ddpm_lit.training.pictures import Images, Source
from ddpm_lit.training.throughput import count_flops, peak_tflops, try_compiling
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

    def resolved(self, ddpm: DDPM, data: Source) -> Self:
        ...
@dataclass(frozen=True)
class Compute:
    device: str | None = None
    precision: str = 'auto'
    compile: bool | None = None
    recompute: bool = False
    deterministic: bool = False
    workers: int | None = 0
    accumulation: int = 1
    skip_nonfinite: bool = False
    patience: float = 30.0

    def __post_init__(self):
        ...
@dataclass(frozen=True)
class Keep:
    checkpoint_every: int = 500
    keep_checkpoints: int = 2
    snapshot_every: int = 0
    preview: int = 64
    background: bool | None = None
    tracker: str | None = None

    def __post_init__(self):
        ...
def block_noise(seed: int, k: int, first: int, n: int, shape: tuple, *, device: str | torch.device=...) -> Tensor:
    ...
def learning_rate(lr: float, k: int, done: float, warmup: int=..., final_lr: float=...) -> float:
    ...
def ema_decay(k: int, decay: float=...) -> float:
    ...
class _Average(AveragedModel):
    decay: Any

    def __init__(self, model, decay):
        ...

    @torch.no_grad()
    def update_parameters(self, model):
        ...
def _check_launcher():
    ...
def launch(device: str | None=..., *, precision: str=..., tracker: str | None=..., out: str | Path | None=..., patience: float=...) -> Any:
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
    tf32: Any
    device: Any
    layout: Any
    average: Any
    parameters: Any
    step: Any
    seconds: Any
    batches: Iterator | None
    compiled: Any

    def __init__(self, ddpm: DDPM, data: Source, recipe: Recipe=..., compute: Compute=..., *, accelerator: Any=...):
        ...

    def _prepare(self, several):
        ...

    @cached_property
    def flops(self) -> int | None:
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

    @property
    def may_skip(self) -> bool:
        ...

    def _take(self, norm):
        ...

    def compile_network(self) -> bool:
        ...

    def _trial(self):
        ...

    def pace(self, images_per_second: float) -> dict[str, float | None]:
        ...

    def state_dict(self) -> dict[str, Tensor]:
        ...

    def _check_state(self, state):
        ...

    def load_state_dict(self, state: dict[str, Tensor], step: int, seconds: float=...) -> None:
        ...

    def close(self) -> None:
        ...

    def is_finite(self) -> bool:
        ...
def _pieces(batch, n):
    ...
def _part(tensors, prefix):
    ...
