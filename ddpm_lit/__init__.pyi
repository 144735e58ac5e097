"Names of the front door. Made by tools/stubs.py."
__version__: str
from ddpm_lit.theory.schedule import NoiseSchedule as NoiseSchedule
from ddpm_lit.theory.schedule import linear_schedule as linear_schedule
from ddpm_lit.theory.schedule import cosine_schedule as cosine_schedule
from ddpm_lit.model.unet import UNet as UNet
from ddpm_lit.model.unet import unet_preset as unet_preset
from ddpm_lit.model.ddpm import DDPM as DDPM
from ddpm_lit.sampling.walk import sample as sample
from ddpm_lit.sampling.walk import save_images as save_images
from ddpm_lit.training.pictures import load_images as load_images
from ddpm_lit.training.trainer import Recipe as Recipe
from ddpm_lit.training.loop import train as train
from ddpm_lit.evaluation.likelihood import bits_per_dim as bits_per_dim
from ddpm_lit.evaluation.fidelity import fidelity as fidelity
from ddpm_lit.evaluation.certify import certify as certify
