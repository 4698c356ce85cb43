"""A program on a terminal of its own, for tests that press keys."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

# What moves the cursor, sets colours or asks the terminal something.
CONTROLS = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>78cDEHM]")


class Terminal:
    """Runs a program on a pseudo-terminal of 24 lines and 200 columns."""

    def __init__(self, arguments, environment, folder):
        self.seen = b""  # all that was printed
        self.read_to = 0  # how much of it expect() has passed
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(arguments[0], arguments, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 200, 0, 0))

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def _read(self, seconds):
        """Reads what is there; false at the end or when nothing comes for so long."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return False
        try:
            part = os.read(self.descriptor, 65536)
        except OSError:  # Linux says so where the program has gone
            return False
        self.seen += part
        return bool(part)

    def settle(self, seconds=0.15):
        """Reads until nothing comes for so long, but not for ever."""
        end = time.monotonic() + 3
        while time.monotonic() < end and self._read(seconds):
            pass

    def text(self):
        """What was printed since the last expect(), without controls."""
        return CONTROLS.sub(b"", self.seen[self.read_to :]).decode(errors="replace")

    def expect(self, text, seconds=8):
        """Waits until a text has been printed, and passes what was printed until now."""
        end = time.monotonic() + seconds
        while text not in self.text():
            if not self._read(max(0.0, end - time.monotonic())) and text not in self.text():
                raise AssertionError(f"{text!r} was not printed, but: {self.text()!r}")
        shown = self.text()
        self.read_to = len(self.seen)
        return shown

    def wait(self, seconds=8):
        """The exit status, once the program has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.02)
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                self.process = None
                self.settle(0.02)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it has not ended; it printed {self.text()!r}")

    def close(self):
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            self.process = None
        os.close(self.descriptor)
