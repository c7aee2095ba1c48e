"""The operators' command line, `buddy`: which commands there are, and how they fail; nobody imports it."""

import importlib
import os
from typing import Any

import click

from scripts.troubles import in_words

# Name, where it lives, and what it does; nothing is imported before it is asked for, so help comes at once.
COMMANDS = {
    "serve": ("scripts.commands.serve", "Start the school on this machine: pages, API and reminders."),
    "invite": ("scripts.commands.invite", "A new one-time link for a member who lost theirs or their password."),
    "import": ("scripts.commands.imports", "Bring a member's contacts in from an export."),
    "export": ("scripts.commands.export", "Everything about a member in one archive, for them."),
    "history": ("scripts.commands.history", "Who did what, when and through which door, for one member."),
    "token": ("scripts.commands.token", "Make an API token for a member."),
    "lost-phone": ("scripts.commands.lost_phone", "Take the second factor off an account whose phone is lost."),
    "reopen": ("scripts.commands.reopen", "Open an account that was closed, when no staff can."),
    "demo": ("scripts.commands.demo", "Build the demo school without starting it."),
    "scheduler": ("scripts.commands.scheduler", "Run only the reminders, beside a web server of your own."),
    "forget": ("scripts.commands.forget", "Erase a member, or a contact in every tracker."),
    "keys": ("scripts.commands.keys", "Renew the master key, so that old backups expire."),
    "migrate": ("scripts.commands.migrate", "Create or upgrade what a school needs, without starting it."),
    "backup": ("scripts.commands.backup", "Write a backup while the school goes on: the record, and apart the vault."),
    "restore": ("scripts.commands.restore", "Bring a school back from a backup, and look through it."),
    "copy": ("scripts.commands.copy", "Copy a school from a folder to PostgreSQL, or back."),
    "rebuild": ("scripts.commands.rebuild", "Build views anew from the record."),
}

EPILOG = """\b
Exit codes:
   0  done
   1  refused: nobody with that address, a file that is no export, …; nothing was changed
   2  the command was not understood
  70  something unexpected; --traceback shows where
  78  not started: something about this machine or its settings has to change first

\b
Settings are environment variables; README.md lists them. The most useful ones:
  ACCOUNTABILIBUDDY_DATABASE  the folder of the school or postgresql://…, unless --data names it
  ACCOUNTABILIBUDDY_URL       the address as people reach it, such as https://buddy.example.org
  ACCOUNTABILIBUDDY_SMTP      the mail server, host:port; without one, mails become files
"""


class Commands(click.Group):
    """Commands are found in the table above; whatever they raise ends in one sentence and an exit code."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_, does) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        # What a command writes (keys, mails, databases) is for its owner.
        os.umask(0o077)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params["traceback"]:
                raise
            raise in_words(error) from error


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--traceback", is_flag=True, help="When something unexpected happens, show where in the program.")
def main(traceback: bool) -> None:  # Commands.invoke reads it
    """Accountabilibuddy, for the people who run it.

    \b
    To begin:          buddy serve          (then open the address it prints)
    To look around:    buddy serve --demo
    """
