"Types of ddpm_lit.training.runs, with what is patched in. Made by tools/stubs.py."
from typing import Any
import json
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
import torch
from fastcore.basics import patch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from ddpm_lit import __version__
from ddpm_lit.model.ddpm import current_config
from ddpm_lit.shared.machine import ASSETS, digest, processor_name, tell, write_safely
def write_checkpoint(folder: str | Path, step: int, tensors: dict[str, torch.Tensor], about: dict) -> Path:
    ...
def read_checkpoint(path: str | Path) -> tuple[dict[str, torch.Tensor], dict]:
    ...
def about_checkpoint(path: str | Path) -> dict:
    ...
def _commit():
    ...
def versions(device: torch.device) -> dict[str, str]:
    ...
CARD: str
OLD_SETTINGS: dict
def current_settings(settings: dict) -> dict:
    ...
class RunFolder:
    path: Any
    keep_checkpoints: Any
    settings: Any

    def __init__(self, out: str | Path, resume: bool, settings: dict, keep_checkpoints: int=...):
        ...

    @property
    def checkpoints(self) -> list[Path]:
        ...

    def log(self, row: dict) -> None:
        ...

    def rows(self) -> Iterator[dict]:
        ...

    def keep_log(self, step: int) -> None:
        ...

    def _write(self, name, text):
        ...

    def newest(self) -> tuple[Path, dict, dict] | None:
        ...

    def _compare(self, was):
        ...

    def save(self, step: int, tensors: dict[str, torch.Tensor], about: dict) -> None:
        ...

    def card(self, about: dict) -> None:
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
