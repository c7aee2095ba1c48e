"""`buddy serve`: the school on this machine, with what to do next."""

import os
from pathlib import Path

import click

from bootstrap import Settings
from scripts import guards, logs, serving
from scripts.greeting import greeting
from scripts.school import ADDRESS_FILE, DATA, DEMO_DATA, data_option, opened, settings_for


@click.command()
@click.option("--demo", is_flag=True, help="Serve a school that is full of stories, to look around in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; others than this machine need https."
)
@data_option(None, "the folder data of the checkout, data-demo with --demo")
@click.option("--no-scheduler", is_flag=True, help="Leave out reminders; `buddy scheduler` runs them elsewhere.")
def command(demo: bool, port: int, host: str, folder: Path | None, no_scheduler: bool) -> None:
    """Start the school on this machine, until Ctrl-C.

    It makes or upgrades what it needs, prints the address to open, and serves pages, API and reminders. The first time,
    the address it prints lets you create the first staff account.

    \b
    Examples:
      buddy serve
      buddy serve --demo --port 8080
      buddy serve --data /srv/school
    """
    address = guards.address_of(host)
    port = guards.free_port(address, port)
    settings = _settings(folder or (DEMO_DATA if demo else DATA), host=host, port=port, demo=demo)
    guards.may_listen(address, settings.url, demo=demo)
    guards.mail_goes_out(settings)
    guards.folder_is_usable(settings.folder)
    accounts = _demo(settings.folder) if demo else ""
    logs.begin()  # not before, or it would tell all that eight weeks of stories take
    with opened(settings) as services:
        words = greeting(services, accounts)
    _tell_the_processes(settings)
    serving.run(address, port, greeting=words, with_scheduler=not no_scheduler)
    click.echo("Stopped.")


def _demo(folder: Path) -> str:
    # Here, since a real school need not wait until all the stories are read.
    from scripts import demo_school

    return demo_school.ready(folder)


def _settings(folder: Path, *, host: str, port: int, demo: bool) -> Settings:
    settings = settings_for(folder, demo=demo)
    if "ACCOUNTABILIBUDDY_URL" in os.environ:
        return settings
    name = f"[{host}]" if ":" in host else host
    return settings_for(folder, demo=demo, url=f"http://{name}:{port}")


def _tell_the_processes(settings: Settings) -> None:
    """Both parts read their settings from the environment, as they do under another server."""
    (settings.folder / ADDRESS_FILE).write_text(settings.url + "\n", encoding="utf-8")
    os.environ["ACCOUNTABILIBUDDY_DATABASE"] = str(settings.folder)
    os.environ["ACCOUNTABILIBUDDY_URL"] = settings.url
    os.environ["ACCOUNTABILIBUDDY_DEMO"] = "1" if settings.demo else ""
