"""`buddy serve`: the school on this machine, with what to do next."""

import os
from contextlib import AbstractContextManager, closing
from pathlib import Path

import click

from bootstrap import Services, Settings
from scripts import guards, logs, serving
from scripts.greeting import greeting
from scripts.school import ADDRESS_FILE, DATA, DEMO_DATA, data_option, made_ready, open_school, settings_for


@click.command()
@click.option("--demo", is_flag=True, help="Serve a school that is full of stories, to look around in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; others than this machine need https."
)
@data_option(None, "the folder data of the checkout, data-demo with --demo")
@click.option("--no-scheduler", is_flag=True, help="Leave out reminders; `buddy scheduler` runs them elsewhere.")
def command(demo: bool, port: int, host: str, place: str | None, no_scheduler: bool) -> None:
    """Start the school on this machine, until Ctrl-C.

    In a folder it makes or upgrades what it needs; on PostgreSQL `buddy migrate` does. It prints the address to open,
    and serves pages, API and reminders. The first time, that address lets you create the first staff account.

    \b
    Examples:
      buddy serve
      buddy serve --demo --port 8080
      buddy serve --data /srv/school
    """
    address = guards.address_of(host)
    port = guards.free_port(address, port)
    settings = _settings(place or (DEMO_DATA if demo else DATA), host=host, port=port, demo=demo)
    guards.may_listen(address, settings.url, demo=demo)
    guards.mail_goes_out(settings)
    guards.provider_can_be_asked(settings)
    accounts = _demo(settings) if demo else ""
    logs.begin()  # not before, or it would tell all that eight weeks of stories take
    with _opened(settings) as services:
        words = greeting(services, accounts)
    _tell_the_processes(settings)
    serving.run(address, port, greeting=words, with_scheduler=not no_scheduler)
    click.echo("Stopped.")


def _demo(settings: Settings) -> str:
    guards.demo_is_in_a_folder(settings)
    guards.place_is_usable(settings)
    # Here, since a real school need not wait until all the stories are read.
    from scripts import demo_school

    return demo_school.ready(settings.folder)


def _opened(settings: Settings) -> AbstractContextManager[Services]:
    """Several machines may serve a school on PostgreSQL, so that one is not upgraded by the way."""
    return closing(open_school(settings)) if settings.database else made_ready(settings)


def _settings(place: str | Path, *, host: str, port: int, demo: bool) -> Settings:
    settings = settings_for(place, demo=demo)
    if os.environ.get("ACCOUNTABILIBUDDY_URL"):
        return settings
    name = f"[{host}]" if ":" in host else host
    return settings_for(place, demo=demo, url=f"http://{name}:{port}")


def _tell_the_processes(settings: Settings) -> None:
    """Both parts read their settings from the environment, as they do under another server."""
    (settings.folder / ADDRESS_FILE).write_text(settings.url + "\n", encoding="utf-8")
    os.environ["ACCOUNTABILIBUDDY_DATABASE"] = settings.database or str(settings.folder)
    os.environ["ACCOUNTABILIBUDDY_VAULT"] = settings.vault
    os.environ["ACCOUNTABILIBUDDY_FOLDER"] = str(settings.folder)
    os.environ["ACCOUNTABILIBUDDY_URL"] = settings.url
    os.environ["ACCOUNTABILIBUDDY_DEMO"] = "1" if settings.demo else ""
