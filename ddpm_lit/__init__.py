"""Denoising diffusion probabilistic models: derived, proved, coded, trained, measured.

The names that a user needs, each loaded from its module when it is first used, so that
`import ddpm_lit` alone takes no time. Written by hand, but for the version."""
from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    'NoiseSchedule': 'ddpm_lit.theory.schedule',
    'linear_schedule': 'ddpm_lit.theory.schedule',
    'cosine_schedule': 'ddpm_lit.theory.schedule',
    'UNet': 'ddpm_lit.model.unet',
    'unet_preset': 'ddpm_lit.model.unet',
    'DDPM': 'ddpm_lit.model.ddpm',
    'sample': 'ddpm_lit.sampling.walk',
    'save_images': 'ddpm_lit.sampling.walk',
    'load_images': 'ddpm_lit.training.pictures',
    'Recipe': 'ddpm_lit.training.trainer',
    'train': 'ddpm_lit.training.loop',
    'bits_per_dim': 'ddpm_lit.evaluation.likelihood',
    'fidelity': 'ddpm_lit.evaluation.fidelity',
    'certify': 'ddpm_lit.evaluation.certify',
}
# where the last methods are patched in
_COMPLETE = {'DDPM': ('ddpm_lit.model.hub', 'ddpm_lit.model.portable')}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    "A name of the front door, from its module."
    if name not in _HOMES:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    for module in _COMPLETE.get(name, ()):
        import_module(module)
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    "What stands here, and what will when it is used."
    return sorted({*globals(), *_HOMES})
