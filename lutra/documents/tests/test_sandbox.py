"""Whatever a parser does, the asker gets an answer or a reason, and nothing reaches out."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from lutra.documents.sandbox import Limits, Sandbox, ToolFailed, _leave, run

TASKS = "lutra.documents.tests.sandbox_tasks"


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(preload=(TASKS,)) as made:
        yield made


def test_a_task_gets_its_arguments_and_an_open_file(sandbox, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("isi")
    found = sandbox.run(f"{TASKS}:echo", {"a": 1}, files=[path])
    assert found["content"] == "isi"
    assert found["arguments"]["a"] == 1


def test_tasks_of_one_process_follow_each_other_in_one_server() -> None:
    assert run(f"{TASKS}:echo", {"a": 2})["arguments"]["a"] == 2
    assert run(f"{TASKS}:server") == run(f"{TASKS}:server") != os.getpid()


def test_a_server_without_work_ends_and_the_next_task_starts_another() -> None:
    with Sandbox(preload=(TASKS,), idle=0.05) as brief:
        first = brief.run(f"{TASKS}:server")
        while Path(f"/proc/{first}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
            time.sleep(0.01)
        assert brief.run(f"{TASKS}:server") != first


def test_a_task_sent_to_a_server_that_just_ended_is_not_lost() -> None:
    """Between the look whether it lives and the sending, it may end."""
    with Sandbox(preload=(TASKS,), idle=0.02) as brief:
        for number in range(30):
            assert brief.run(f"{TASKS}:echo", {"a": number})["arguments"]["a"] == number
            time.sleep(0.02)


def test_a_forked_process_does_not_speak_with_its_parents_server(monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(f"{TASKS}:server")
    with monkeypatch.context() as forked:
        forked.setattr(os, "getpid", lambda: 1)
        assert run(f"{TASKS}:server") != before
        _leave()
    assert run(f"{TASKS}:server") == before


@pytest.mark.parametrize(
    ("task", "code", "limits"),
    [
        ("crash", "crash", Limits()),
        ("leave", "crash", Limits()),
        ("sleep", "time", Limits(wall=0.5)),
        ("spin", "time", Limits(cpu=1, wall=30)),
        ("eat", "memory", Limits(memory=1024**3)),
        ("raise_secret", "task", Limits()),
        ("no_json", "task", Limits()),
        ("long", "garbage", Limits(answer=1_000_000)),
        ("linger", "time", Limits(wall=1)),
        ("fill", "task", Limits(file=1024 * 1024)),
    ],
)
def test_a_task_that_goes_wrong_is_a_reason(sandbox, task: str, code: str, limits: Limits) -> None:
    with pytest.raises(ToolFailed) as caught:
        sandbox.run(f"{TASKS}:{task}", limits=limits)
    assert caught.value.code == code
    assert "7322034509900001" not in str(caught.value)
    assert sandbox.run(f"{TASKS}:echo", {"a": 3})["arguments"]["a"] == 3


def test_the_inside_knows_nothing_of_us(sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUTRA_SECRET_KEY", "rahasia")
    with Sandbox(preload=(TASKS,)) as fresh:
        found = fresh.run(f"{TASKS}:surroundings")
        again = fresh.run(f"{TASKS}:surroundings")
    assert not [name for name in found["environment"] if name.startswith(("LUTRA", "DJANGO"))]
    assert found["stdin"] == ""
    assert found["django"] is False
    assert found["folder"] != again["folder"]
    assert not Path(found["folder"]).exists()
    assert found["pid"] != again["pid"]


def test_the_network_is_closed_where_the_kernel_allows(sandbox) -> None:
    confined = sandbox.run(f"{TASKS}:echo")["arguments"]["confined"]
    if confined["network"] != "closed":
        pytest.skip("this kernel gives no network namespace to ordinary processes")
    with pytest.raises(ToolFailed):
        sandbox.run(f"{TASKS}:call_out")


def test_an_output_is_written_by_the_task(sandbox, tmp_path: Path) -> None:
    sandbox.run(f"{TASKS}:write", outputs=[tmp_path / "out"])
    assert (tmp_path / "out").read_bytes() == b"hasil"


def test_only_tasks_of_ours_are_run(sandbox) -> None:
    with pytest.raises(ToolFailed):
        sandbox.run("os:getcwd")


def test_a_sandbox_that_was_killed_starts_again(sandbox) -> None:
    sandbox.run(f"{TASKS}:echo")
    sandbox._server.kill()
    sandbox._server.wait()
    assert sandbox.run(f"{TASKS}:echo", {"a": 4})["arguments"]["a"] == 4
