#!/usr/bin/env python3
"""Makes the pictures of this folder: make.py GPUFORMER REPORT, where GPUFORMER is the built program and REPORT the
report.html of a run (gpuformer train data/mnist-small --preset mnist_small). Needs chromium; runs the commands on a
terminal of 100 columns, as a person would, and takes a few seconds for each."""
import fcntl
import html
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios

FOLDER = pathlib.Path(__file__).parent
COLUMNS = 100
LINE = 19
COMMANDS = {
    "info": ["info", "mobile_former_294m", "--device", "cpu"],
    "benchmark": ["benchmark", "mobile_former_26m", "mobile_former_294m", "mobilenet_v3_large", "mobilevit_s",
                  "--device", "cpu"],
    "selftest": ["selftest", "--device", "cpu"],
}
STYLE = """body { margin: 0; background: #14181f; color: #e7ebf1; }
pre { margin: 14px 18px; font: 15px/19px "DejaVu Sans Mono", monospace; } b { color: #6db3ff; } .typed { color: #8fd18b; }"""


def terminal(command):
    """What a command writes on a terminal, progress left out."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        # The size is set before the program looks.
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
        # Bars would be drawn over and over.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execvp(command[0], command)
    text = b""
    while True:
        try:
            part = os.read(descriptor, 1 << 16)
        except OSError:
            break
        if not part:
            break
        text += part
    os.waitpid(pid, 0)
    return text.decode().replace("\r\n", "\n")


def page(command, text):
    text = re.sub(r"\x1b\[\?\d+[hl]|\x1b=", "", text)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    body = html.escape(text).replace("\x1b[1m", "<b>").replace("\x1b[0m", "</b>")
    body = re.sub(r"\x1b\[[0-9;]*m", "", body)
    typed = html.escape("$ gpuformer " + " ".join(command))
    return (f"<!DOCTYPE html><meta charset='utf-8'><style>{STYLE}</style><pre><span class='typed'>{typed}</span>\n{body}"
            "</pre>"), text.count("\n") + 2


def shoot(address, name, width, height, dark=False):
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    f"--blink-settings=preferredColorScheme={0 if dark else 1}", f"--window-size={width},{height}",
                    f"--screenshot={FOLDER / name}.png", address], check=True, capture_output=True)


def main():
    program, report = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for name, command in COMMANDS.items():
            text, lines = page(command, terminal([program, *command]))
            path = pathlib.Path(folder, name + ".html")
            path.write_text(text, encoding="utf-8")
            shoot(path.as_uri(), name, 960, 28 + LINE * lines)
    address = pathlib.Path(report).absolute().as_uri()
    shoot(address, "report", 1000, 900)
    shoot(address, "report-dark", 1000, 900, dark=True)
    shoot(address, "report-narrow", 360, 1500)
    # What is too large for the repository is only to be looked at.
    shoot(address, "report-wide", 1600, 2000)


if __name__ == "__main__":
    main()
