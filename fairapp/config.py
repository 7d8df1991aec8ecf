"""The settings of one installation: read from the environment once, checked, and frozen."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fairapp.domain.errors import Unready

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting, with the unit in its name. ``FAIRAPP_<NAME>`` sets each; the README lists them."""

    instance: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    public_url: str = ""
    trusted_proxies: int = 0
    secret_key: str
    person_key: str
    upload_max_bytes: int = 8_000_000
    sign_in_days: int = 30
    backup_folder: Path
    backup_minutes: int = 15
    backup_keep: int = 12

    @property
    def base_url(self) -> str:
        """Where people reach this installation: printed in QR codes and links."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def badge_host(self) -> str:
        """Host (and port) as it stands in a badge's QR text."""
        return urlsplit(self.base_url).netloc

    @property
    def secure(self) -> bool:
        """Whether cookies may demand https."""
        return self.base_url.startswith("https://")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check every ``FAIRAPP_…`` setting. Raises ``Unready("setting-invalid")`` naming the first bad one."""
    given = {k: v for k, v in (os.environ if environment is None else environment).items() if k.startswith("FAIRAPP_")}
    instance = Path(given.get("FAIRAPP_INSTANCE", REPOSITORY / "instance")).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    default_url = f"sqlite:///{instance / 'fairapp.sqlite3'}"
    settings = Settings(
        instance=instance,
        database_url=_database_url(given.get("FAIRAPP_DATABASE_URL") or default_url),
        host=given.get("FAIRAPP_HOST", "127.0.0.1"),
        port=_whole(given, "FAIRAPP_PORT", 8000, 1, 65535),
        workers=_whole(given, "FAIRAPP_WORKERS", 1, 1, 64),
        public_url=_public_url(given.get("FAIRAPP_PUBLIC_URL", "")),
        trusted_proxies=_whole(given, "FAIRAPP_TRUSTED_PROXIES", 0, 0, 5),
        secret_key=given.get("FAIRAPP_SECRET_KEY") or _kept_secret(instance / "secret_key"),
        person_key=given.get("FAIRAPP_PERSON_KEY") or _kept_secret(instance / "person_key"),
        upload_max_bytes=_whole(given, "FAIRAPP_UPLOAD_MAX_BYTES", 8_000_000, 10_000, 200_000_000),
        sign_in_days=_whole(given, "FAIRAPP_SIGN_IN_DAYS", 30, 1, 366),
        backup_folder=Path(given.get("FAIRAPP_BACKUP_FOLDER") or instance / "backups").resolve(),
        backup_minutes=_whole(given, "FAIRAPP_BACKUP_MINUTES", 15, 0, 1_440),
        backup_keep=_whole(given, "FAIRAPP_BACKUP_KEEP", 12, 1, 10_000),
    )
    return settings


def _database_url(url: str) -> str:
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if url.startswith("sqlite:///") and url != "sqlite:///:memory:":
        path = Path(url.removeprefix("sqlite:///"))
        return f"sqlite:///{path if path.is_absolute() else REPOSITORY / path}"
    if url.startswith("postgresql+psycopg://"):
        return url
    raise Unready("setting-invalid", setting="FAIRAPP_DATABASE_URL", value=url.split("@")[-1])


def _public_url(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}):
        raise Unready("setting-invalid", setting="FAIRAPP_PUBLIC_URL", value=url)
    return url.rstrip("/")


def _whole(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name, str(default)).strip()
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise Unready("setting-invalid", setting=name, value=text)
    return int(text)


def _kept_secret(path: Path) -> str:
    """A secret made on first use and kept beside the database, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()
