"""Whoever types in a Chinese console reads Chinese, also what typer says by itself."""

import json
import os
import re
import subprocess
import sys

import pytest
import typer

from satkit.cli.usage_errors import Command, make_usage_error, translate_help
from tests.conftest import PROJECT

LINES = {
    "": "用法：satkit [选项] 命令",
    "--help": "显示本帮助。",
    "score --help": "[默认：zh]",
    "new --help": "[必填]",
    "score": "命令后面缺少：文件夹",
    "new x": "缺少选项 --from",
    "score x --wave": "选项 --wave 后面要写一个值",
    "score x --json=3": "选项 --json 后面不能写值",
    "score x --wvae 3": "您是否想写 “--wave”",
    "scroe": "没有命令“scroe”",
    "nothing-near": "写法：satkit [选项] 命令",
    "score x y": "多写了：y",
    "fit x --method plss": "选项 --method 不能是“plss”",
    "score x --lang fr": "可用：“zh”和“en”",
    "simulate x --seed q": "选项 --seed 要写整数",
}
SCRIPT = """
import contextlib, io, json, sys
from satkit.cli import main
told, more = [], sys.argv[1:]
for line in json.loads(sys.stdin.read()):
    sys.argv = ["satkit", *line.split(), *more]
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        try:
            main()
        except SystemExit as end:
            told.append((end.code, screen.getvalue()))
print(json.dumps(told))
"""
LATIN = re.compile(
    r"--?[\w-]+|'[^']*'|“[^”]*”|<[^>]*>|\.\w+|satkit( \w+)?|Kano|JSON|Excel|zh|en|both|browser|\w+\.toml"
)


def typed(lines, *more, **environment):
    """What satkit says to each line, with its exit code, in a process of its own."""
    names = {"SATKIT_LANG", "LC_ALL", "LANG", "LANGUAGE"}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *more],
        input=json.dumps(list(lines)),
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env=clean | environment,
    )
    return dict(zip(lines, json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def in_chinese():
    return typed(LINES, LANG="zh_CN.UTF-8")


@pytest.mark.parametrize("line", LINES)
def test_help_and_slips_are_told_in_chinese(in_chinese, line):
    code, said = in_chinese[line]
    assert LINES[line] in said
    assert code == (0 if "--help" in line else 2)


@pytest.mark.parametrize("line", LINES)
def test_no_english_word_is_left(in_chinese, line):
    rest = LATIN.sub("", in_chinese[line][1])
    names = re.findall(r"^  [a-z]+ ", in_chinese[line][1], re.MULTILINE)  # the commands themselves
    assert not set(re.findall(r"[A-Za-z]{3,}", rest)) - {name.strip() for name in names}


def test_the_language_may_be_asked_for_on_the_line():
    for line, (code, said) in typed(["score --help", "score"], "--lang", "zh", LANG="C").items():
        assert LINES[line] in said, line
        assert code == (0 if "--help" in line else 2)


def test_a_slip_under_json_is_one_document():
    code, said = typed(["score --json"], LANG="C")["score --json"]
    told = json.loads(said)
    assert code == 2
    assert told["error"] == "UsageError"
    assert told["complaints"][0]["expected"] == "type: satkit score [OPTIONS] FOLDER"


def test_a_word_of_typer_that_is_not_known_is_told_as_it_is():
    error = typer.TyperException("The moon is full.\nWait.")
    error.ctx = typer.Context(Command("score"), info_name="satkit score")
    told = make_usage_error(error).complaints[0]
    assert str(told.what) == "this cannot be done: The moon is full.\nWait."
    assert str(told.hint) == "satkit score --help says more"


def test_columns_of_the_help_stand_where_they_stood():
    page = "  --data FOLDER  Where.\n  --out FILE     What.  [default: here]\n"
    chinese = translate_help(page, "zh")
    assert chinese == "  --data 文件夹  Where.\n  --out 文件     What.  [默认：here]\n"
    assert translate_help(page, "en") == page
