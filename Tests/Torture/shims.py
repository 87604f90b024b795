"""The small C libraries that are loaded before a program, compiled where there is a compiler."""

import os
import shutil
import subprocess


def compiled(name, folder):
    """The path of `NAME.so`, made from `NAME.c` beside this file; None when this machine has no C compiler."""
    compiler = next(filter(None, map(shutil.which, ["cc", "gcc", "clang"])), None)
    if compiler is None:
        return None
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.c")
    path = f"{folder}/{name}.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-o", path, source, "-ldl"], check=True)
    return path
