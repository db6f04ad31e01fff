"""The GitHub action's script, run by bash with a captioncheck that writes down its arguments."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".ci/action.sh"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOSTILE = "$(touch pwned) `touch pwned`; touch pwned & 'x' \"y\" ${HOME} * \\ | ñ 港"

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("bash"), reason="needs bash and a POSIX system"
)

# Writes its arguments, one a line, and a report where one is asked for; exits as it is told.
FAKE = """#!/usr/bin/env bash
printf '%s\\n' "$@" > arguments
for word in "$@"; do case "$word" in sarif=*) echo {} > "${word#sarif=}" ;; esac; done
exit "${FAKE_CODE:-0}"
"""


@pytest.fixture
def step(tmp_path):
    """Run a step of the script; the inputs not named are the action's defaults."""
    binaries = tmp_path / "runner/captioncheck-venv/bin"
    binaries.mkdir(parents=True)
    binaries.joinpath("captioncheck").write_text(FAKE)
    binaries.joinpath("captioncheck").chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()

    def run(name, *, code=0, **inputs):
        defaults = {
            f"INPUT_{key.replace('-', '_').upper()}": item["default"]
            for key, item in ACTION["inputs"].items()
        }
        given = {f"INPUT_{key.upper()}": value for key, value in inputs.items()}
        environment = {
            "PATH": os.environ["PATH"],
            "RUNNER_TEMP": str(tmp_path / "runner"),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "FAKE_CODE": str(code),
        }
        done = subprocess.run(
            ["bash", SCRIPT, name],
            cwd=work,
            env=environment | defaults | given,
            capture_output=True,
            text=True,
        )
        arguments = work / "arguments"
        return done, arguments.read_text().splitlines() if arguments.exists() else []

    run.work = work
    run.output = lambda: (tmp_path / "output").read_text().splitlines()
    return run


def test_defaults(step, tmp_path):
    done, arguments = step("audit")
    assert (done.returncode, done.stderr) == (0, "")
    assert arguments == [
        "audit",
        *("--format", "github"),
        *("--format", f"markdown={tmp_path / 'summary.md'}"),
        *("--format", "sarif=captioncheck.sarif"),
        "--no-translate",
        ".",
    ]
    assert step.output() == ["exit-code=0", "sarif=captioncheck.sarif"]


def test_lines_become_arguments(step):
    _, arguments = step("audit", paths="content/\r\n\n docs/a b.md\n", args="--language=en\n\n")
    assert arguments[-3:] == ["--language=en", "content/", " docs/a b.md"]


def test_neither_options_nor_paths(step):
    done, arguments = step("audit", paths="", args="", sarif_file="", annotate="false", summary="")
    assert done.returncode == 0
    assert arguments == ["audit", "--format", "text"]
    assert step.output() == ["exit-code=0"]


@pytest.mark.parametrize("name", ["paths", "args", "sarif_file", "annotate", "summary"])
def test_an_input_is_never_evaluated(step, name):
    done, arguments = step("audit", **{name: HOSTILE})
    assert done.returncode == 0
    assert not list(step.work.rglob("pwned"))
    expected = {"paths": HOSTILE, "args": HOSTILE, "sarif_file": f"sarif={HOSTILE}"}
    if name in expected:
        assert expected[name] in arguments


def test_a_path_is_no_option(step):
    _, arguments = step("audit", paths="--output=secret")
    assert arguments[-1] == "./--output=secret"


def test_an_output_cannot_be_forged(step):
    done, arguments = step("audit", sarif_file="a.sarif\nexit-code=0", code=1)
    assert done.returncode == 2
    assert "one name" in done.stderr
    assert arguments == []


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_the_exit_code_is_kept_for_after_the_upload(step, code):
    done, _ = step("audit", code=code)
    assert done.returncode == 0
    assert f"exit-code={code}" in step.output()


def test_a_report_of_before_is_not_this_ones(step):
    (step.work / "old.sarif").write_text("{}")
    (step.work.parent / "runner/captioncheck-venv/bin/captioncheck").write_text("#!/bin/sh\nexit 2")
    step("audit", sarif_file="old.sarif")
    assert step.output() == ["exit-code=2"]


def test_install(step, tmp_path):
    """Into an environment of its own, from the action's own folder."""
    python = tmp_path / "python"
    python.write_text(
        '#!/bin/sh\n[ "$1 $2" = "-m venv" ] || exit 9\nmkdir -p "$3/bin"\n'
        'printf \'#!/bin/sh\\nprintf "%%s\\\\n" "$@" > "$RUNNER_TEMP/pip"\\n\' > "$3/bin/python"\n'
        'chmod +x "$3/bin/python"\n'
    )
    python.chmod(0o755)
    done, _ = step("install", python=str(python))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "runner/pip").read_text().splitlines()[-1] == str(ROOT)


def test_another_step(step):
    assert step("$(touch pwned)")[0].returncode == 2


def test_no_input_is_written_into_a_command():
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one.get("run", "")


def test_every_input_reaches_the_script():
    given = {key for one in ACTION["runs"]["steps"] for key in one.get("env", {})}
    used = {f"INPUT_{name.replace('-', '_').upper()}" for name in ACTION["inputs"]}
    assert used - given == {"INPUT_UPLOAD_SARIF"}  # it decides about a step
    assert all(f"${name}" in SCRIPT.read_text() for name in used & given)


def test_the_job_fails_last():
    *_, upload, last = ACTION["runs"]["steps"]
    assert "upload-sarif@" in upload["uses"]
    assert last["run"] == 'exit "$EXIT_CODE"'
