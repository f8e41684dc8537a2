"""Every regular expression of satkit's own ends within a second on long texts made to hold it up."""

import importlib
import inspect
import pkgutil
import re
import signal
import time

import pytest

import satkit

LENGTH, ALLOWED, STOPPED = 20_000, 1.0, 3.0
METHODS = ("fullmatch", "match", "search", "sub", "split", "findall", "finditer")
UNITS = (" ", "a", "1", "_", "[", "(", "<", "-", "/", ":", ".", "=", '"', "★", "满", "—", "\n", "a ", "1 ", "a.", "1.", "[a", "(a)", "<a ",
         "a@", "a: ", "a - ", "Aa ", "a1_", "1:", "1-", "r='A", "%", "A·", "x=1 ", "\\", "'")  # fmt: skip
FRAMES = (("", ""), ("1", "!"))


def patterns():
    """The compiled patterns of every module, with the methods its source calls on each."""
    found = {}
    for info in pkgutil.walk_packages(satkit.__path__, "satkit."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _within(value):
                called = re.findall(rf"\b{name}\.({'|'.join(METHODS)})\(", inspect.getsource(module))
                found.setdefault((pattern.pattern, pattern.flags), (pattern, name, set()))[2].update(called)
    return [(name, pattern, called or {"fullmatch"}) for pattern, name, called in found.values()]


def _within(value, depth=3):
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from _within([*value, *value.values()], depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each, depth - 1)


class _Stopped(BaseException):
    pass


def _stop(*_):
    raise _Stopped


def seconds(pattern, method, text):
    """The processor time of one call, at most ``STOPPED``."""
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    given = ("", subject) if method == "sub" else (subject,)
    before, started = signal.signal(signal.SIGPROF, _stop), time.process_time()
    signal.setitimer(signal.ITIMER_PROF, STOPPED)
    try:
        all_of = getattr(pattern, method)(*given)
        if method == "finditer":
            list(all_of)
    except _Stopped:
        return STOPPED
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - started


def slow(pattern, methods):
    """The first text on which a call takes longer than allowed."""
    for unit in UNITS:
        for before, behind in FRAMES:
            text = before + unit * (LENGTH // len(unit)) + behind
            for method in sorted(methods):
                if (took := seconds(pattern, method, text)) > ALLOWED:
                    return f"{took:.1f} s: {before!r}, {unit!r} again and again, {behind!r} ({method})"
    return ""


def test_the_audit_sees_a_quadratic_pattern():
    assert slow(re.compile(r"\s+\s+x"), {"search"})


@pytest.mark.parametrize("part", range(4))
def test_no_pattern_of_satkit_takes_a_second_on_a_long_text(part):
    seen = patterns()[part::4]
    assert len(seen) > 20
    found = {f"{name} {pattern.pattern!r}": slow(pattern, called) for name, pattern, called in seen}
    assert not {name: why for name, why in found.items() if why}
