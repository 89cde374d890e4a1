"""The recipe for remote offices, on a real OpenSSH: a key opens the console as the one it is for, and nothing else."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pexpect
import psutil
import pytest

pytestmark = pytest.mark.sshd

SIZE = (35, 120)
_PATIENCE_S = 30
WOM = [str(Path(sys.executable).with_name("wom"))]
# As docs/how-to/remote-office.md has it.
_LINE = 'restrict,pty,command="{command} console --restricted --as {name} --db {db}" {key}'


@dataclass(frozen=True)
class Server:
    """A server on this machine, with a key for kim and one for lee in one account."""

    folder: Path
    port: int
    office: str

    def command(self, key: str, *options: str, asked: Sequence[str] = ()) -> list[str]:
        quiet = [
            "-F",
            "none",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            f"UserKnownHostsFile={self.folder}/known",
        ]
        only = ["-i", str(self.folder / key), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"]
        there = ["-p", str(self.port), f"{getpass.getuser()}@127.0.0.1"]
        return ["ssh", *quiet, *only, *options, *there, *asked]

    def console(self, key: str, *options: str, asked: Sequence[str] = ()) -> pexpect.spawn:
        program, *arguments = self.command(key, "-tt", *options, asked=asked)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }
        return pexpect.spawn(
            program, arguments, dimensions=SIZE, encoding="utf-8", timeout=_PATIENCE_S, env=env
        )


@pytest.fixture
def server(office: str, tmp_path: Path) -> Iterator[Server]:
    for name in ("host", "kim", "lee"):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name))
    for name, role in ((getpass.getuser(), "admin"), ("kim", "dispatcher"), ("lee", "dispatcher")):
        _run(*WOM, "--db", office, "user", "add", name, "--role", role)
    lines = [
        _LINE.format(
            command=WOM[0],
            name=name,
            db=office,
            key=(tmp_path / f"{name}.pub").read_text(encoding="utf-8").strip(),
        )
        for name in ("kim", "lee")
    ]
    (tmp_path / "keys").write_text("\n".join(lines) + "\n", encoding="utf-8")
    port = _free_port()
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": tmp_path / "host",
        "PidFile": tmp_path / "pid",
        "AuthorizedKeysFile": tmp_path / "keys",
        "StrictModes": "no",  # the key file lies in a folder for tests
        "UsePAM": "no",
        "PermitRootLogin": "prohibit-password",
        "Subsystem": "sftp internal-sftp",
    }
    (tmp_path / "sshd").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert sshd is not None, "OpenSSH's server is not installed: apt-get install openssh-server"
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([sshd, "-D", "-e", "-f", str(tmp_path / "sshd")], stderr=log)
        try:
            _until(lambda: _answers(port))
            yield Server(tmp_path, port, office)
        finally:
            process.terminate()
            process.wait(_PATIENCE_S)


@pytest.mark.parametrize("who", ["kim", "lee"])
def test_a_key_opens_the_console_and_what_is_done_there_is_done_by_whom_it_is_for(
    server: Server, who: str
) -> None:
    child = server.console(who)
    child.expect(f"as {who}")
    child.expect("live")
    child.send(":priority 4420 2\r")
    child.expect("undo|u takes|4420.*P2")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    last = json.loads(_run(*WOM, "--db", server.office, "--json", "log", "--limit", "1"))[-1]
    assert (last["on_behalf_of"], last["subject"], last["door"]) == (who, "work_order:4420", "console")


@pytest.mark.parametrize("asked", [["id"], ["sh", "-c", "id"], ["wom", "--version"], ["scp", "-t", "/tmp"]])
def test_whatever_else_is_asked_for_is_not_run(server: Server, asked: list[str]) -> None:
    found = subprocess.run(
        server.command("kim", asked=asked), capture_output=True, text=True, timeout=_PATIENCE_S, check=False
    )

    assert found.returncode != 0
    assert "uid=" not in found.stdout + found.stderr
    assert "a terminal" in found.stderr  # the console was asked, on no terminal


def test_with_a_terminal_it_is_the_console_whatever_is_asked_for(server: Server) -> None:
    child = server.console("kim", asked=["id"])
    child.expect("live")
    assert "uid=" not in str(child.before)
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()


@pytest.mark.parametrize(
    "options", [["-W", "127.0.0.1:22"], ["-N", "-R", "0:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes"]]
)
def test_nothing_is_forwarded(server: Server, options: list[str]) -> None:
    found = subprocess.run(
        server.command("kim", *options), capture_output=True, text=True, timeout=_PATIENCE_S, check=False
    )

    assert found.returncode != 0
    assert "prohibited" in found.stderr or "forwarding failed" in found.stderr


def test_no_files_are_fetched(server: Server) -> None:
    found = subprocess.run(
        server.command("kim", "-s", asked=["sftp"]),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )

    assert found.returncode != 0
    assert found.stdout == ""


def test_a_line_that_breaks_takes_its_console_with_it(server: Server) -> None:
    child = server.console("kim")
    child.expect("live")
    mine = [one for one in psutil.process_iter() if _is_console_of(one, server.office)]
    assert mine

    child.kill(9)
    child.close()

    _, alive = psutil.wait_procs(mine, timeout=_PATIENCE_S)
    assert alive == []


def _is_console_of(process: psutil.Process, office: str) -> bool:
    try:
        command = process.cmdline()
    except psutil.Error:
        return False
    return "console" in command and office in command


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE_S).stdout


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(is_so: Callable[[], bool]) -> None:
    end = monotonic() + _PATIENCE_S
    while not is_so():
        assert monotonic() < end, "the server does not come up"
        sleep(0.05)
