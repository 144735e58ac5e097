"Types of ddpm_lit.model.ddpm, with what is patched in. Made by tools/stubs.py."
from typing import Any
import warnings
from pathlib import Path
import torch
from fastcore.basics import patch
from ddpm_lit.shared.machine import write_safely
import json
import math
import re
import tempfile
from torch import Tensor
from ddpm_lit.model.exchange import all_reasons, config_from_diffusers
from ddpm_lit.model.exchange import pipeline_reasons, refuse, weights_from_diffusers
from ddpm_lit.shared.figures import image_grid
from ddpm_lit.shared.core import as_markdown
from ddpm_lit.shared.files import tensor_header
from ddpm_lit.shared.machine import digest, read_json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from torch import Tensor, nn
from ddpm_lit.shared.core import one_of, sides, stored_size
from ddpm_lit.theory.schedule import NoiseSchedule, cosine_schedule, linear_schedule
from ddpm_lit.model.unet import Attention, Block, Dialect, ResBlock, UNet
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from weakref import WeakKeyDictionary
from ddpm_lit.shared.core import at, check_images, check_t, moved, one_of
from ddpm_lit.shared.files import check_seal, read_tensors, sealed, tensor_header
from ddpm_lit.shared.machine import ASSETS, check_compiler, digest, read_json
from ddpm_lit.theory.family import flow_times, predict_flow, split_flow
from ddpm_lit.theory.forward import q_sample
from ddpm_lit.theory.losses import loss_weight, vlb_term
from ddpm_lit.theory.objective import simple_loss
from ddpm_lit.theory.posterior import predict_eps, predict_v, predict_x0
from ddpm_lit.theory.posterior import q_posterior, split_v
from ddpm_lit.theory.reverse import learned_variance, p_variance
from ddpm_lit.theory.schedule import NoiseSchedule, linear_schedule
from ddpm_lit.theory.schedule import schedule_from_config
from ddpm_lit.model.unet import UNet, level_sizes
def unwrapped(network: nn.Module) -> nn.Module:
    ...
def is_compiled(network: nn.Module) -> bool:
    ...
_LOCK: Any
_EVALUATING: WeakKeyDictionary[nn.Module, dict[str, Any]]
def check_clip(clip_x0: str | float) -> str | float:
    ...
class DDPM(nn.Module):
    network: nn.Module
    schedule: Any
    prediction: Any
    variance: Any
    clip_x0: Any
    class_names: Any
    shape: Any

    def __init__(self, network: nn.Module, schedule: NoiseSchedule | None=..., prediction: str=..., variance: str=..., *, class_names: Sequence[str]=..., shape: Sequence[int] | None=..., clip_x0: str | float=...):
        ...

    @property
    def num_classes(self) -> int:
        ...

    @property
    def device(self) -> torch.device:
        ...

    @contextmanager
    def evaluating(self) -> Iterator['DDPM']:
        ...

    def forward(self, x_t: Tensor, t: int | Tensor, labels: Tensor | None=...) -> Tensor:
        ...

    def _clock(self, t, n, device):
        ...

    def estimate(self, x_t: Tensor, t: int | Tensor, labels: Tensor | None=..., guidance: float=...) -> tuple[Tensor, Tensor, Tensor]:
        ...

    def _pair(self, x_t, t, labels):
        ...

    def predict(self, x_t: Tensor, t: int | Tensor, labels: Tensor | None=..., guidance: float=...) -> tuple[Tensor, Tensor]:
        ...

    def losses(self, x0: Tensor, t: int | Tensor, eps: Tensor, labels: Tensor | None=..., objective: str=..., *, check: bool=...) -> Tensor:
        ...

    def _target(self, x0, t, eps):
        ...

    def objective_weight(self, t: int | Tensor, objective: str=...) -> Tensor:
        ...

    def _losses_with_variance(self, x0, x_t, t, labels, *, target, objective, check):
        ...

    def loss(self, x0: Tensor, labels: Tensor | None=..., *, generator: torch.Generator | None=..., objective: str=..., check: bool=...) -> Tensor:
        ...

    @property
    def unet(self) -> UNet:
        ...

    @property
    def config(self) -> dict:
        ...

    def save_pretrained(self, folder: str | Path, *, dtype: torch.dtype | None=...) -> None:
        ...

    @classmethod
    def from_config(cls, config: dict) -> DDPM:
        ...

    @classmethod
    def from_pretrained(cls, name: str | Path, device: torch.device | str=...) -> DDPM:
        ...

    def compile_network(self, *, backend: str=..., mode: str | None=..., dynamic: bool | None=...) -> DDPM:
        ...

    def fingerprint(self) -> str:
        ...

    @classmethod
    def from_diffusers(cls, pipeline: Any, *, every_class: bool | None=...) -> DDPM:
        ...

    def to_diffusers(self) -> Any:
        ...

    def push_to_hub(self, name: str, text: str=..., *, private: bool=..., license: str | None=..., samples: Tensor | None=...) -> str:
        ...

    def to_onnx(self, path: str | Path, *, dtype: torch.dtype | None=...) -> None:
        ...
def check_labels(num_classes: int, labels: Tensor, x: Tensor) -> Tensor:
    ...
OLD_WORDS: dict
def _levels_of(network):
    ...
def current_config(config: dict) -> dict:
    ...
BOUNDS: dict
def _check_bounds(network):
    ...
def check_config(config: dict) -> None:
    ...
def memory_layout(network: nn.Module, device: torch.device | str) -> torch.memory_format:
    ...
def existing_files(folder: Path, *paths: Path) -> tuple[Path, ...]:
    ...
@contextmanager
def describing(path: Path, fault: str=...) -> Iterator[None]:
    ...
def read_weights(path: Path, sealed: bool=...) -> dict[str, Tensor]:
    ...
def check_bulk(config: dict, *paths: Path) -> None:
    ...
def check_weights(network: nn.Module, weights: dict[str, Tensor], path: Path) -> None:
    ...
def read_folder(folder: Path, kind: type[DDPM]=...) -> DDPM:
    ...
def folder_of(name: str | Path) -> Path | None:
    ...
def read_here(name: str | Path, kind: type[DDPM]=...) -> DDPM:
    ...
READERS: list[Callable]
