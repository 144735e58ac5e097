"Types of ddpm_lit.model.ddpm, with what is patched in. Made by tools/stubs.py."
from typing import Any
import json, re, tempfile
from contextlib import contextmanager
from pathlib import Path
import torch
from torch import nn
from fastcore.basics import patch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from ddpm_lit.shared.core import at, check_images, check_t
from ddpm_lit.model.exchange import config_from_diffusers, schedule_to_diffusers, unet_config_to_diffusers, weights_from_diffusers, weights_to_diffusers
from ddpm_lit.theory.forward import q_sample
from ddpm_lit.shared.machine import ASSETS, check_compiler, digest, write_safely
from ddpm_lit.theory.objective import loss_weight, simple_loss, vlb_term
from ddpm_lit.theory.posterior import predict_eps, predict_v, predict_x0, q_posterior, split_v
from ddpm_lit.theory.reverse import learned_variance, p_variance
from ddpm_lit.theory.schedule import linear_schedule, schedule_from_config
from ddpm_lit.model.unet import UNet
class DDPM(nn.Module):
    network: Any
    schedule: Any
    prediction: Any
    variance: Any

    def __init__(self, network, schedule=..., prediction=..., variance=...):
        ...

    @property
    def shape(self):
        ...

    @property
    def num_classes(self):
        ...

    @property
    def device(self):
        ...

    @contextmanager
    def evaluating(self):
        ...

    def forward(self, x_t, t, labels=...):
        ...

    def estimate(self, x_t, t, labels=..., guidance=...):
        ...

    def predict(self, x_t, t, labels=..., guidance=...):
        ...

    def losses(self, x0, t, eps, labels=..., loss=...):
        ...

    def _losses_with_variance(self, x0, x_t, t, target, labels, loss):
        ...

    def loss(self, x0, generator=..., labels=..., loss=..., check=...):
        ...

    @property
    def config(self) -> dict:
        ...

    def save_pretrained(self, folder, dtype=...):
        ...

    @classmethod
    def from_pretrained(cls, name, device=...):
        ...

    @classmethod
    def from_config(cls, config):
        ...

    @classmethod
    def from_diffusers(cls, pipeline):
        ...

    def to_diffusers(self):
        ...

    def push_to_hub(self, name, text=..., private=..., license=...):
        ...

    def compile_network(self, **options):
        ...

    def fingerprint(self) -> str:
        ...
def check_labels(num_classes, labels, x):
    ...
def find_model(name):
    ...
def model_files(folder):
    ...
def memory_layout(model, device):
    ...
OLD_WORDS: dict
def current_config(config: dict) -> dict:
    ...
def check_weights(model, weights, path):
    ...
def model_card(ddpm, name, text=..., license=...):
    ...
