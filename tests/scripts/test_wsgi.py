"""The application as another server finds it: the school of the environment, and a proxy that is believed or not."""

from pathlib import Path

import pytest
from flask import Flask, request

from bootstrap import Services
from scripts import processor, wsgi


def app_at(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Flask, Services]:
    monkeypatch.setenv("ACCOUNTABILIBUDDY_DATABASE", str(folder))
    monkeypatch.setenv("ACCOUNTABILIBUDDY_URL", url)
    app = wsgi.app()
    app.view_functions["operations.health"] = lambda: str(request.remote_addr)
    return app, app.extensions["services"]


@pytest.mark.parametrize(
    ("url", "seen"), [("https://buddy.example.org", "192.0.2.7"), ("http://127.0.0.1:8000", "127.0.0.1")]
)
def test_a_proxy_is_believed_only_where_there_must_be_one(
    url: str, seen: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, services = app_at(url, folder, monkeypatch)
    headers = {"X-Forwarded-For": "198.51.100.1, 192.0.2.7"}
    assert app.test_client().get("/health", headers=headers).text == seen
    services.close()


def test_a_provider_that_cannot_be_asked_is_refused_here_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCOUNTABILIBUDDY_OIDC_ISSUER", "http://id.example.org")
    monkeypatch.setenv("ACCOUNTABILIBUDDY_OIDC_CLIENT_ID", "accountabilibuddy")
    with pytest.raises(SystemExit) as ended:
        app_at("http://127.0.0.1:8000", folder, monkeypatch)
    assert ended.value.code == 78
    assert "asked by https" in capsys.readouterr().err


def test_it_serves_the_school_that_the_environment_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, services = app_at("http://127.0.0.1:8000", folder, monkeypatch)
    assert services.settings.folder == folder
    assert app.test_client().get("/sign-in").status_code == 200
    services.close()


@pytest.mark.parametrize(("chosen", "kept"), [("", 1), ("one", 1), ("all", 0)])
def test_it_keeps_to_one_processor_unless_told_otherwise(
    chosen: str, kept: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = list[int]()
    monkeypatch.setattr(processor, "keep_to_one", lambda: calls.append(1))
    monkeypatch.setenv("ACCOUNTABILIBUDDY_PROCESSORS", chosen)
    _, services = app_at("http://127.0.0.1:8000", folder, monkeypatch)
    services.close()
    assert len(calls) == kept


def test_no_other_word_for_processors_is_understood(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCOUNTABILIBUDDY_PROCESSORS", "two")
    with pytest.raises(SystemExit):
        app_at("http://127.0.0.1:8000", folder, monkeypatch)
    assert "ACCOUNTABILIBUDDY_PROCESSORS is one of: one, all." in capsys.readouterr().err
