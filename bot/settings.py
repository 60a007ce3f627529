"""What the operator sets: environment variables, or lines of the same names in `.env`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.ports import CannotStart


class Settings(BaseSettings):
    """Which adapters run follows from which tokens are set; none means the terminal."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    discord_token: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    database_url: str = "sqlite:///civiquiz.db"
    civiquiz_packs: Path | None = Field(default=None, description="a folder with more packs")
    civiquiz_pause: float = Field(default=5, ge=0, le=60, description="seconds to read a reveal")
    civiquiz_log: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @property
    def slack(self) -> tuple[str, str] | None:
        """Slack's two tokens.

        Raises:
            CannotStart: only one of them is set.
        """
        if self.slack_bot_token is None and self.slack_app_token is None:
            return None
        if self.slack_bot_token is None:
            raise CannotStart(_half("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions"))
        if self.slack_app_token is None:
            raise CannotStart(_half("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "xapp-", "Basic Information"))
        return self.slack_bot_token.get_secret_value(), self.slack_app_token.get_secret_value()


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
