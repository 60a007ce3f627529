"""What the operator sets: environment variables, or lines of the same names in `.env`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.ports import CannotStart
from questions.page import shown


@dataclass(frozen=True, slots=True, repr=False)
class SlackSocket:
    """One workspace over Socket Mode: its bot's token, and the app's."""

    bot_token: str
    app_token: str


@dataclass(frozen=True, slots=True, repr=False)
class SlackHttp:
    """Many workspaces over HTTP: where to listen, the app's credentials, the keys that seal the tokens."""

    host: str
    port: int
    signing_secret: str
    client_id: str
    client_secret: str
    keys: str


class Settings(BaseSettings):
    """Which adapters run follows from which tokens are set; none means the terminal."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    discord_token: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_listen: str | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    civiquiz_secret_key: SecretStr | None = None
    database_url: str = "sqlite:///civiquiz.db"
    civiquiz_packs: Path | None = Field(default=None, description="a folder with more packs")
    civiquiz_pause: float = Field(default=5, ge=0, le=60, description="seconds to read a reveal")
    civiquiz_log: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @property
    def slack(self) -> SlackSocket | SlackHttp | None:
        """How to serve Slack: with two tokens over Socket Mode, or over HTTP.

        Raises:
            CannotStart: what is needed is set by half, or both ways are set.
        """
        over_http = self._http()
        if over_http is None:
            return self._slack_over_socket()
        if self.slack_bot_token is not None or self.slack_app_token is not None:
            raise CannotStart(
                "Both ways to Slack are set. Leave SLACK_LISTEN, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET "
                "empty for Socket Mode, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN for HTTP."
            )
        return over_http

    @property
    def slack_over_http(self) -> SlackHttp:
        """How to serve Slack over HTTP, whatever else is set.

        Raises:
            CannotStart: something that it needs is not set.
        """
        found = self._http()
        if found is None:
            raise CannotStart(
                "Slack over HTTP needs SLACK_LISTEN, SLACK_SIGNING_SECRET, SLACK_CLIENT_ID, "
                "SLACK_CLIENT_SECRET and CIVIQUIZ_SECRET_KEY; docs/slack.md says where to find what."
            )
        return found

    def _slack_over_socket(self) -> SlackSocket | None:
        if self.slack_bot_token is None and self.slack_app_token is None:
            return None
        if self.slack_bot_token is None:
            raise CannotStart(_half("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions"))
        if self.slack_app_token is None:
            raise CannotStart(_half("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "xapp-", "Basic Information"))
        return SlackSocket(self.slack_bot_token.get_secret_value(), self.slack_app_token.get_secret_value())

    def _http(self) -> SlackHttp | None:
        needed = {
            "SLACK_LISTEN": self.slack_listen,
            "SLACK_SIGNING_SECRET": _told(self.slack_signing_secret),
            "SLACK_CLIENT_ID": self.slack_client_id,
            "SLACK_CLIENT_SECRET": _told(self.slack_client_secret),
            "CIVIQUIZ_SECRET_KEY": _told(self.civiquiz_secret_key),
        }
        # Alone the key says nothing; a signing secret beside the tokens of Socket Mode is not used.
        telling = [name for name in needed if name != "CIVIQUIZ_SECRET_KEY" and needed[name]]
        if self.slack_bot_token is not None or self.slack_app_token is not None:
            telling = [name for name in telling if name != "SLACK_SIGNING_SECRET"]
        if not telling:
            return None
        missing = [name for name, value in needed.items() if not value]
        if missing:
            raise CannotStart(
                f"{telling[0]} is set, but Slack over HTTP needs {_listed(missing)} too; "
                "docs/slack.md says where to find what."
            )
        listen, secret, id, client_secret, keys = (value or "" for value in needed.values())
        return SlackHttp(*_address(listen), secret, id, client_secret, keys)


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        CannotStart: a setting has a value that it cannot have; the sentence names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors())
        raise CannotStart(f"The settings cannot be used. {'; '.join(faults)}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"The file .env cannot be read: {error}.") from None


def _half(have: str, missing: str, start: str, page: str) -> str:
    return (
        f"{have} is set but {missing} is missing. Slack needs both: "
        f"{missing} begins with {start} and stands on the app's page “{page}”."
    )


def _told(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value().strip()


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _address(listen: str) -> tuple[str, int]:
    host, sign, port = listen.strip().rpartition(":")
    if not (sign and host and port.isascii() and port.isdecimal() and 1 <= int(port[:6]) <= 65535):
        raise CannotStart(
            f"SLACK_LISTEN cannot be read: “{shown(listen)}”. "
            "Write an address and a port, such as 0.0.0.0:3000."
        )
    return host.removeprefix("[").removesuffix("]"), int(port)
