"""What every test can ask for: a database on the engine under test, and a user who has no files of ours."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import settings

from tests.databases import (
    Databases,
    PostgresDatabases,
    SqliteDatabases,
    create_schema,
    start_postgres,
    stop_postgres,
)

# The planner's engine runs as it is written: compiling it takes longer than all tests of it (.ci/run has it compiled).
os.environ["NUMBA_DISABLE_JIT"] = "1"

ENGINES = ("sqlite", "postgres")
# Where there is room, tests write to memory: what they write need not outlive them, and a database for each of a
# thousand tests is most of what a disk does in a run.
IN_MEMORY, ROOM_BYTES = Path("/dev/shm"), 6 << 30
NEW_OBJECTS = 50_000  # between two looks for garbage: a console is made of as many
DATABASE_FIXTURES = {"database_url", "empty_database_url"}

# The same examples in every run: a test that fails here fails everywhere. `make soak` looks for new ones.
# No deadline: how long an example takes is a matter for benchmarks/.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.register_profile("soak", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*ENGINES, "both"),
        default="sqlite",
        help="the engine behind `database_url`; the ids of the tests are the same for either one",
    )


def pytest_configure(config: pytest.Config) -> None:
    # One Postgres per run: the workers of a run find the folder of its server in the environment. Its path is
    # short, because a socket's path may have 107 bytes at most.
    if not hasattr(config, "workerinput"):
        if "TMPDIR" not in os.environ and _has_room(IN_MEMORY):
            os.environ["TMPDIR"] = str(IN_MEMORY)
            tempfile.tempdir = None  # asked for again
        os.environ["WOM_TEST_RUN"] = tempfile.mkdtemp(prefix="wom-test-")


def _has_room(folder: Path) -> bool:
    if not os.access(folder, os.W_OK):
        return False
    return min(shutil.disk_usage(folder).free, psutil.virtual_memory().available) >= ROOM_BYTES


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(os.environ.pop("WOM_TEST_RUN"))
        stop_postgres(run / "pg")
        shutil.rmtree(run, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_collection_finish() -> None:
    """Ten thousand tests and their modules stay to the end: no look for garbage finds any among them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 50)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # Only with `both` does a test's id name the engine: otherwise the two lists of ids would differ by it.
    if "engine_name" in metafunc.fixturenames and metafunc.config.getoption("--database") == "both":
        metafunc.parametrize("engine_name", ENGINES, indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that was not run has not passed: a skip is a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"{item.nodeid} skipped itself: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgres`: the engine that this test meets."""
    chosen: str = getattr(request, "param", None) or request.config.getoption("--database")
    return chosen


@pytest.fixture(scope="session")
def databases(engine_name: str, request: pytest.FixtureRequest) -> Databases:
    """Where this test's databases come from."""
    return request.getfixturevalue(f"{engine_name}_databases")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases(worker_id: str) -> Iterator[PostgresDatabases]:
    """Postgres at `WOM_TEST_PG_URL`, or the one of the wheel. Neither there: an error, never a skip."""
    run = Path(os.environ["WOM_TEST_RUN"])
    server = os.environ.get("WOM_TEST_PG_URL") or start_postgres(run / "pg")
    # The server may be shared with other runs, so the names are this run's and this worker's.
    databases = PostgresDatabases(server, prefix=f"{run.name}-{worker_id}".replace("-", "_").lower())
    yield databases
    databases.close()


@pytest.fixture
def database_url(databases: Databases, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test's own with the newest schema and nothing in it, unless `small_office` is asked for."""
    with databases.fresh(_small_office if "small_office" in request.fixturenames else create_schema) as url:
        yield url


@pytest.fixture
def small_office(database_url: str) -> str:
    """The same address, and the small office of `tests/office.py` is there: made once, and copied for this test."""
    return database_url


def _small_office(url: str) -> None:
    from tests.office import made  # a test without an office does not pay for it

    made(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database of this test's own without any table."""
    with databases.fresh(None) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """As `database_url`, on Postgres whatever --database says; for tests marked `postgres`."""
    with postgres_databases.fresh(create_schema) as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def _a_run_without_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What outlives a test, such as remembered travel times, is kept for the run and not for the person."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _a_user_without_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the data, settings or environment of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("WOM_") and not name.startswith("WOM_TEST_")]:
        if name != "WOM_SQLITE_JOURNAL":  # .ci/run tests with either journal
            monkeypatch.delenv(name)
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / ".xdg" / kind.lower()))
