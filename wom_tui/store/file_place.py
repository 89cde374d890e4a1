"""Where does a database's file lie? Is it still the same one, and may two programs share it there?"""

from __future__ import annotations

from pathlib import Path

from wom_tui.errors import StoreError

_REMOTE_FILESYSTEMS = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "fuse.sshfs",
    "afs",
    "ncpfs",
    "lustre",
    "ceph",
    "glusterfs",
)


def file_identity(path: Path) -> tuple[int, int] | None:
    """Which file has that name now; None when none has."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_network_filesystem(path: Path, mounts: str | None = None) -> None:
    """SQLite's locks do not hold across machines: say so before the first write.

    Args:
        path: the database file, existing or not.
        mounts: the mount table in the form of /proc/mounts; read from there unless given.

    Raises:
        StoreError: the file lies on a network filesystem.
    """
    kind = _filesystem_of(path, _mounts() if mounts is None else mounts)
    if kind and kind.startswith(_REMOTE_FILESYSTEMS):
        raise StoreError(
            f"{path} lies on a network filesystem ({kind}), where SQLite cannot keep two writers apart",
            "use Postgres (wom db copy --to postgresql://…), or log in to the machine that has the disk",
        )


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # no such table on this system: nothing to go by


def _filesystem_of(path: Path, mounts: str) -> str | None:
    real = path.expanduser().absolute()
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        mount = Path(parts[1].replace("\\040", " "))
        if real.is_relative_to(mount) and (best is None or len(mount.parts) >= best[0]):
            best = (len(mount.parts), parts[2])
    return best[1] if best else None
