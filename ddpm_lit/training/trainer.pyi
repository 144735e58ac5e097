"Types of ddpm_lit.training.trainer, with what is patched in. Made by tools/stubs.py."
from typing import Any
import io, math, os, time
from contextlib import nullcontext
from pathlib import Path
import numpy as np, torch
from fastcore.basics import patch, store_attr
from fastprogress.fastprogress import IN_NOTEBOOK
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel
from ddpm_lit.shared.core import mix_seed
from ddpm_lit.training.pictures import Images
from ddpm_lit.model.ddpm import DDPM, memory_layout
from ddpm_lit.shared.figures import axes, image_grid
from ddpm_lit.shared.machine import best_device, check_compiler, command, finish, is_live, processors, progress, wants_bf16
from ddpm_lit.theory.objective import draw_times, loss_weight
from ddpm_lit.training.runs import RunFolder, read_checkpoint, stop_signals, versions
from ddpm_lit.sampling.walk import class_columns, sample, save_images
from ddpm_lit.theory.schedule import cosine_schedule, linear_schedule
from ddpm_lit.training.streams import Shards, open_data, watched_workers
from ddpm_lit.model.unet import unet_preset
def block_noise(seed, k, first, n, shape, device=...):
    ...
def learning_rate(lr, k, done, warmup=..., final=...):
    ...
def ema_decay(k, decay=...):
    ...
def _averaged(model, decay):
    ...
def launch(device=..., precision=..., tracker=..., out=...):
    ...
def _probabilities(ddpm, loss):
    ...
class _Losses(nn.Module):
    ddpm: Any
    loss: Any

    def __init__(self, ddpm, loss):
        ...

    def forward(self, x0, t, eps, labels):
        ...
class Trainer:
    p: Any
    accelerator: Any
    device: Any
    layout: Any
    average: Any
    parameters: Any
    losses: Any
    optimizer: Any
    group: Any
    step: Any
    seconds: Any
    batches: Any
    data: Any

    def __init__(self, ddpm, data, accelerator=..., batch=..., lr=..., warmup=..., final=..., ema=..., clip=..., drop=..., seed=..., loss=..., times=..., accumulate=..., workers=..., compile=..., skip=...):
        ...

    def draw(self, k):
        ...

    def advance(self, done):
        ...

    def backward(self, part, last):
        ...

    @property
    def averaged(self):
        ...

    def tensors(self) -> dict:
        ...

    def load(self, tensors, step, seconds=...):
        ...
LOG: int
class Log:
    trainer: Any
    rows: Any
    lrs: Any
    skipped: Any
    clock: Any

    def __init__(self, trainer):
        ...

    def add(self, losses, t, norm):
        ...

    def row(self):
        ...
def _round(x):
    ...
def training_picture(rows, images, num_classes=...) -> bytes:
    ...
class Watch:
    bar: Any
    show: Any
    rows: Any
    num_classes: Any
    images: Any
    handle: Any

    def __init__(self, show, rows=..., num_classes=...):
        ...

    def update(self, row, part, ended):
        ...

    def picture(self, images=...):
        ...
def budget(steps, images, minutes, batch):
    ...
def train(ddpm, data, out=..., steps=..., images=..., minutes=..., batch=..., lr=..., warmup=..., final=..., ema=..., clip=..., drop=..., seed=..., loss=..., times=..., every=..., keep=..., grid=..., resume=..., accumulate=..., workers=..., compile=..., skip=..., tracker=..., device=..., precision=..., show=...) -> DDPM:
    ...
def _check(ddpm, data, **values):
    ...
def _check_losses(ddpm, loss, times):
    ...
def _restore(trainer, run, world):
    ...
def _loop(trainer, done, run, every, stop, watch, grid, world):
    ...
def _agree(group, seconds, stop):
    ...
def _save(trainer, run, loss, world):
    ...
def _publish(trainer, run, loss, world):
    ...
def _draw(trainer, run, watch, grid):
    ...
def ddpm_train(data: str=..., out: str=..., steps: int=..., images: int=..., minutes: float=..., resume: bool=..., network: str=..., size: int=..., channels: int=..., flip: bool=..., labels: bool=..., num_classes: int=..., schedule: str=..., timesteps: int=..., prediction: str=..., variance: str=..., batch: int=..., lr: float=..., warmup: int=..., final: float=..., ema: float=..., clip: float=..., drop: float=..., seed: int=..., loss: str=..., times: str=..., every: int=..., keep: int=..., grid: int=..., accumulate: int=..., workers: int=..., compile: bool=..., skip: str=..., tracker: str=..., device: str=..., precision: str=...):
    ...
def _workers(data):
    ...
main: Any
