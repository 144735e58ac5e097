"Package metadata: everything comes from settings.ini; edit there, not here."
import re
import shlex
from configparser import ConfigParser
from pathlib import Path
import setuptools

config = ConfigParser(delimiters=['='])
config.read('settings.ini', encoding='utf-8')
cfg = config['DEFAULT']
lib, min_python = cfg['lib_name'], cfg['min_python']

STATUSES = [
    '1 - Planning',
    '2 - Pre-Alpha',
    '3 - Alpha',
    '4 - Beta',
    '5 - Production/Stable',
    '6 - Mature',
    '7 - Inactive',
]
PYTHONS = ['3.11', '3.12', '3.13', '3.14']


def absolute(readme):
    "The page with its relative links led to the repository, for the package index."
    def address(match):
        kind = 'raw' if match[1].startswith('!') else 'blob'
        return f'{match[1]}{cfg["git_url"]}/{kind}/{cfg["branch"]}/{match[2]}'

    return re.sub(r'(!?\[[^]]*\]\()(?!https?:|#)([^)\s]+)', address, readme)


setuptools.setup(
    name=lib,
    version=cfg['version'],
    description=cfg['description'],
    keywords=cfg['keywords'],
    author=cfg['author'],
    author_email=cfg['author_email'],
    url=cfg['git_url'],
    project_urls={
        'Documentation': cfg['doc_host'] + cfg['doc_baseurl'],
        'Changes': f'{cfg["git_url"]}/blob/{cfg["branch"]}/CHANGELOG.md',
    },
    license='Apache-2.0 AND MIT',  # MIT: the embedded images
    license_files=['LICENSE', 'ddpm_lit/assets/fashion_mnist_mini.md'],
    classifiers=[
        f'Development Status :: {STATUSES[int(cfg["status"]) - 1]}',
        f'Intended Audience :: {cfg["audience"].title()}',
        f'Natural Language :: {cfg["language"].title()}',
        *(
            f'Programming Language :: Python :: {version}'
            for version in PYTHONS[PYTHONS.index(min_python):]
        ),
    ],
    packages=setuptools.find_packages(include=[lib, f'{lib}.*']),
    package_data={lib: ['assets/*', 'assets/*/*', 'py.typed'], '': ['*.pyi']},
    include_package_data=True,
    zip_safe=False,
    python_requires=f'>={min_python}',
    install_requires=shlex.split(cfg.get('requirements', '')),
    extras_require={
        'dev': shlex.split(cfg.get('dev_requirements', '')),
        'onnx': shlex.split(cfg.get('onnx_requirements', '')),
        'hf': shlex.split(cfg.get('hf_requirements', '')),
    },
    long_description=absolute(Path('README.md').read_text(encoding='utf-8')),
    long_description_content_type='text/markdown',
    entry_points={
        'nbdev': [f'{lib}={lib}._modidx:d'],
        'console_scripts': shlex.split(cfg.get('console_scripts', '')),
    },
)
