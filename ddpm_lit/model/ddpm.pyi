"Types of ddpm_lit.model.ddpm, with what is patched in. Made by tools/stubs.py."
from typing import Any
import re
import tempfile
from pathlib import Path
from fastcore.basics import patch
from ddpm_lit.model.exchange import config_from_diffusers, weights_from_diffusers
from ddpm_lit.shared.core import as_markdown
from ddpm_lit.shared.files import tensor_header
from ddpm_lit.shared.machine import read_json
from collections.abc import Iterator, Mapping
from typing import Any
import torch
from torch import Tensor, nn
from ddpm_lit.shared.core import one_of
from ddpm_lit.theory.schedule import NoiseSchedule, cosine_schedule, linear_schedule
from ddpm_lit.model.unet import Attention, Block, ResBlock, UNet
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ddpm_lit.shared.core import at, check_images, check_t, one_of
from ddpm_lit.shared.files import check_seal, read_tensors, sealed, tensor_header
from ddpm_lit.shared.machine import ASSETS, check_compiler, digest, read_json
from ddpm_lit.shared.machine import write_safely
from ddpm_lit.theory.forward import q_sample
from ddpm_lit.theory.objective import loss_weight, simple_loss, vlb_term
from ddpm_lit.theory.posterior import predict_eps, predict_v, predict_x0
from ddpm_lit.theory.posterior import q_posterior, split_v
from ddpm_lit.theory.reverse import learned_variance, p_variance
from ddpm_lit.theory.schedule import NoiseSchedule, linear_schedule
from ddpm_lit.theory.schedule import schedule_from_config
from ddpm_lit.model.unet import UNet, level_sizes
class DDPM(nn.Module):
    network: nn.Module
    schedule: Any
    prediction: Any
    variance: Any
    class_names: Any
    shape: Any

    def __init__(self, network: nn.Module, schedule: NoiseSchedule | None=..., prediction: str=..., variance: str=..., *, class_names: Sequence[str]=..., shape: Sequence[int] | None=...):
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

    def _clock(self, t, n):
        ...

    def estimate(self, x_t: Tensor, t: int | Tensor, labels: Tensor | None=..., guidance: float=...) -> tuple[Tensor, Tensor, Tensor]:
        ...

    def predict(self, x_t: Tensor, t: int | Tensor, labels: Tensor | None=..., guidance: float=...) -> tuple[Tensor, Tensor]:
        ...

    def losses(self, x0: Tensor, t: int | Tensor, eps: Tensor, labels: Tensor | None=..., objective: str=...) -> Tensor:
        ...

    def _target(self, x0, t, eps):
        ...

    def _losses_with_variance(self, x0, x_t, t, labels, *, target, objective):
        ...

    def loss(self, x0: Tensor, labels: Tensor | None=..., *, generator: torch.Generator | None=..., objective: str=..., check: bool=...) -> Tensor:
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
    def from_diffusers(cls, pipeline: Any) -> DDPM:
        ...

    def to_diffusers(self) -> Any:
        ...

    def push_to_hub(self, name: str, text: str=..., *, private: bool=..., license: str | None=...) -> str:
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
def describing(path: Path) -> Iterator[None]:
    ...
def read_weights(path: Path, sealed: bool=...) -> dict[str, Tensor]:
    ...
def check_bulk(config: dict, path: Path) -> None:
    ...
def check_weights(network: nn.Module, weights: dict[str, Tensor], path: Path) -> None:
    ...
def read_folder(folder: Path, kind: type[DDPM]=...) -> DDPM:
    ...
def folder_of(name: str | Path) -> Path | None:
    ...
def read_here(name: str | Path, kind: type[DDPM]=...) -> DDPM:
    ...
