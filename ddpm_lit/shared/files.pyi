"Types of ddpm_lit.shared.files, with what is patched in. Made by tools/stubs.py."
from typing import Any
import datetime
import hashlib
import json
import math
import os
import shutil
import socket
import stat
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self
import numpy as np
import torch
from fastcore.basics import patch
from filelock import FileLock, SoftFileLock, Timeout
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor
from ddpm_lit.shared.core import printable
from ddpm_lit.shared.machine import open_regular, read_bytes, to_disk
from ddpm_lit.shared.machine import write_safely
def process_start(pid: int) -> str:
    ...
def _is_running(holder):
    ...
def _holder(path):
    ...
def _told(holder):
    ...
class Owner:
    folder: Any
    of: Any
    path: Any
    made: Any

    def __init__(self, folder: str | Path, lock: str=..., *, patience: float=..., of: str=...):
        ...

    def _take(self, patience):
        ...

    def _prepare(self):
        ...

    def _try(self):
        ...

    def _is_ours(self):
        ...

    def _sign(self):
        ...

    def release(self) -> None:
        ...

    def __enter__(self) -> Self:
        ...

    def __exit__(self, *error) -> None:
        ...

    def write(self, name: str | Path, write: Callable[[Path], object]) -> Path:
        ...

    def write_text(self, name: str | Path, text: str) -> Path:
        ...

    def append(self, name: str | Path, text: str) -> None:
        ...

    def clear_temporary(self, stem: str=..., below: str=...) -> None:
        ...

    def move(self, path: Path, name: str | Path) -> None:
        ...

    def remove_folder(self, name: str, last: str) -> None:
        ...
def _try_to(call, path):
    ...
MOST_HEADER: int
SIZES: dict
def _is_count(x):
    ...
def _check_entry(name, entry, at):
    ...
def tensor_header(path: str | Path) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    ...
def read_tensors(path: str | Path) -> dict[str, Tensor]:
    ...
SEAL: str
def sealed(tensors: Mapping[str, Tensor]) -> bytes:
    ...
def check_seal(path: str | Path, wanted: bool=...) -> None:
    ...
def read_start(path: str | Path) -> bytes:
    ...
def spread_digest(paths: Iterable[Path], names: str, most: int=...) -> str:
    ...
def check_expansion(path: str | Path, packed: int, unpacked: int) -> None:
    ...
def read_archive(path: str | Path) -> dict[str, np.ndarray]:
    ...
def check_space(folder: str | Path, needed: int, what: str) -> None:
    ...
