"""Reading the environment. A value that cannot be understood stops the start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def env_bool(name: str, *, default: bool) -> bool:
    """``True`` or ``False``, spelled so; anything else is refused."""
    text = os.environ.get(name, "")
    if text == "":
        return default
    if text not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={text!r}: use True or False")
    return text == "True"


def env_int(name: str, *, default: int) -> int:
    text = os.environ.get(name, "")
    if text == "":
        return default
    if not text.isascii() or not text.isdigit():
        raise ImproperlyConfigured(f"{name}={text!r}: use a whole number")
    return int(text)


def env_list(name: str, *, default: list[str]) -> list[str]:
    """Comma-separated; blanks around the parts do not count."""
    text = os.environ.get(name, "")
    return [part.strip() for part in text.split(",") if part.strip()] or default


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first where nothing is set."""
    text = os.environ.get(name, "") or choices[0]
    if text not in choices:
        raise ImproperlyConfigured(f"{name}={text!r}: use one of {', '.join(choices)}")
    return text


def env_text(name: str, *, default: str = "") -> str:
    return os.environ.get(name, "") or default


def local_secret_key(path: Path) -> str:
    """The development key, made once and kept readable by its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(60)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key
