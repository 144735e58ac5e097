"Types of ddpm_lit.training.runs, with what is patched in. Made by tools/stubs.py."
from typing import Any
import json
import math
import os
import platform
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
import torch
from fastcore.basics import patch
from safetensors.torch import save_file
from ddpm_lit import __version__
from ddpm_lit.model.ddpm import current_config
from ddpm_lit.shared.core import as_markdown, printable
from ddpm_lit.shared.files import Owner, read_tensors, tensor_header
from ddpm_lit.shared.machine import ASSETS, digest, processor_name, read_bytes
from ddpm_lit.shared.machine import read_json, tell, write_safely
def write_checkpoint(folder: str | Path, step: int, tensors: dict[str, torch.Tensor], about: dict) -> Path:
    ...
def read_checkpoint(path: str | Path) -> tuple[dict[str, torch.Tensor], dict]:
    ...
def about_checkpoint(path: str | Path) -> dict:
    ...
def _is_number(x, least=...):
    ...
def _check_about(about):
    ...
def _commit():
    ...
def versions(device: torch.device) -> dict[str, str]:
    ...
CARD: str
OLD_SETTINGS: dict
def current_settings(settings: dict) -> dict:
    ...
OURS: set
class RunFolder:
    path: Any
    keep_checkpoints: Any
    settings: Any
    owner: Any

    def __init__(self, out: str | Path, resume: bool, settings: dict, keep_checkpoints: int=...):
        ...

    def _check_contents(self, resume):
        ...

    def close(self) -> None:
        ...

    @property
    def checkpoints(self) -> list[Path]:
        ...

    def log(self, row: dict) -> None:
        ...

    def rows(self) -> list[dict]:
        ...

    def keep_log(self, step: int) -> None:
        ...

    def newest(self) -> tuple[Path, dict, dict] | None:
        ...

    def _compare(self, was):
        ...

    def save(self, step: int, tensors: dict[str, torch.Tensor], about: dict) -> None:
        ...

    def _remove_old(self):
        ...

    def card(self, about: dict) -> None:
        ...
def snapshot_path(out: str | Path, step: int) -> Path:
    ...
def checkpoints_of(out: str | Path) -> list[Path]:
    ...
MOST_LOG: int
def read_log(out: str | Path) -> list[dict]:
    ...
def _is_row(row):
    ...
def _difference(name, was, value):
    ...
def _loss(path):
    ...
def stored_settings(out: str | Path) -> dict | None:
    ...
@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    ...
