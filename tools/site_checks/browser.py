"""A headless Chromium that reaches this machine only, and what a reader sets in it."""
import functools
import http.server
import shutil
import sys
import threading
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.service import Service

OPTIONS = ('headless=new', 'no-sandbox', 'disable-gpu', 'disable-dev-shm-usage',
           'disable-background-networking', 'disable-component-update', 'disable-sync',
           'hide-scrollbars',
           'host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1')
SETTLED = """
const done = arguments[0], math = window.MathJax && MathJax.startup;
Promise.resolve(math && math.promise).then(() => setTimeout(done, 100));"""

UNFOLD = """
const done = arguments[0], height = document.documentElement.scrollHeight;
for (const fold of document.querySelectorAll('details.code-fold')) fold.open = true;
setTimeout(() => done(height), 100);"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def serve(folder: Path) -> str:
    "Serve a folder from this machine; the address of it."
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://127.0.0.1:{server.server_port}/'


def browser() -> Chrome | None:
    "Headless Chromium; None, and a line that says so, if there is none."
    options = webdriver.ChromeOptions()
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
    for o in OPTIONS:
        options.add_argument(f'--{o}')
    driver = shutil.which('chromedriver')
    try:
        b = webdriver.Chrome(options, Service(driver) if driver else None)
    except WebDriverException as e:
        print(f'no browser: {e.msg.splitlines()[0]}', file=sys.stderr)
        return None
    b.set_script_timeout(100)  # a slow machine is no fault of the page
    return b


def resize(b: Chrome, width: int, height: int = 900) -> None:
    "Look through a window of this size; a narrow one is a phone's."
    b.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
        'width': width, 'height': height, 'deviceScaleFactor': 1,
        'mobile': width < 600})


def prefer(b: Chrome, scheme: str = 'light', motion: str = 'no-preference',
           medium: str = '') -> None:
    "What the reader's system asks for; `medium` is '' or 'print'."
    wishes = {'prefers-color-scheme': scheme, 'prefers-reduced-motion': motion}
    features = [{'name': name, 'value': value} for name, value in wishes.items()]
    b.execute_cdp_cmd('Emulation.setEmulatedMedia',
                      {'media': medium, 'features': features})


def settle(b: Chrome) -> None:
    "Wait until the equations of the page are set."
    b.execute_async_script(SETTLED)


def unfold(b: Chrome) -> int:
    "Open all folded code; how high the page was before."
    return b.execute_async_script(UNFOLD)


def open_page(b: Chrome, url: str, width: int, height: int = 900) -> None:
    "Open a page afresh, also one that differs from the last by its anchor only."
    resize(b, width, height)
    b.get('about:blank')
    b.get(url)
    settle(b)
