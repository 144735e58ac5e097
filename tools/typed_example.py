"""A page of users' code, which a type checker reads and nobody runs.

What it says of types must be what the stubs say: tools/check_types.py."""
from pathlib import Path
from typing import assert_type
import torch
from torch import Tensor
from ddpm_lit import DDPM, NoiseSchedule, UNet, bits_per_dim, cosine_schedule, fidelity
from ddpm_lit import linear_schedule, load_images, sample, save_images, train
from ddpm_lit import unet_preset
from ddpm_lit.evaluation.features import FeatureNetwork, feature_network
from ddpm_lit.sampling.walk import Route, Walk


def make() -> DDPM:
    "A model of one's own."
    assert_type(linear_schedule(T=10), NoiseSchedule)
    network = unet_preset('tiny', num_classes=10)
    assert_type(network, UNet)
    return DDPM(network, cosine_schedule(), prediction='x0')


def follow(ddpm: DDPM) -> Tensor:
    "Every state of a walk, and what the eyes of the evaluation make of its end."
    assert_type(ddpm.unet, UNet)
    for now in Walk(ddpm, range(4), Route('ddim', 10), label='boots'):
        assert_type(now.x0, Tensor)
    eyes = feature_network('fashion')
    assert_type(eyes, FeatureNetwork)
    return eyes.logits(eyes(now.x0))


def look(folder: Path) -> float:
    "What a stored model says, and how good it is."
    ddpm = DDPM.from_pretrained(str(folder))
    assert_type(ddpm, DDPM)
    x_t = torch.randn(4, 1, 28, 28)
    mean, variance = ddpm.estimate(x_t, 10)[:2]
    assert_type(ddpm.fingerprint(), str)
    assert_type(ddpm.device, torch.device)
    with ddpm.evaluating():
        loss = ddpm.loss(mean.clamp(-1, 1))
    pictures = sample(ddpm, 4, steps=10, seed=1)
    assert_type(pictures, Tensor)
    save_images(pictures, folder / 'pictures.png')
    data = load_images('fashion_mnist_mini')
    train(ddpm, data, folder, steps=10)
    ddpm.save_pretrained(folder / 'again')
    score = fidelity(pictures)['scores']['fd']['value']
    total = bits_per_dim(ddpm, data)['total'] + score
    return total + float(loss) + float(variance.mean())
