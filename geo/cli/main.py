"""The group of all commands, and how every one of them ends: an exit code, and never a traceback."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from typing import NoReturn

import click

from geo import __version__
from geo.cli import (
    alerts,
    articles,
    care,
    corrections,
    evaluate,
    extract,
    feeds,
    gazetteer,
    held,
    imports,
    jobs,
    output,
    places,
    projects,
    scale,
    watch,
)
from geo.cli.say import say
from geo.errors import GeoError, UsageError

EXIT_CODES = """\b
Exit codes:
  0   done
  2   wrong usage
  65  bad input: each bad file or line is named, the others were processed
  69  something needed is missing or damaged
  75  the store is busy: try again
  130 stopped by Ctrl-C or SIGTERM

\b
Environment:
  GEO_STORE         SQLAlchemy URL of the store (default: a file in your data folder)
  GEO_PROJECT       the project to work on (default: the one of `projects use`)
  GEO_MODELS        folder of trained models
  GEO_GEOCODER      nominatim, photon or pelias: asked only with geocode --online (default: none)
  GEO_GEOCODER_URL, GEO_GEOCODER_KEY, GEO_GEOCODER_CONTACT  its address, key, and how to reach you
  GEO_FETCH         on: `ingest` and `feeds poll` may fetch web addresses (default: off)
  GEO_READER_URL, GEO_READER_MODEL, GEO_READER_KEY  a language model, asked only with --remote (default: none)
"""
log = logging.getLogger(__name__)

#: So many new objects start a search for rubbish that only refers to itself: reading leaves next to none, and with
#: Python's own 700 these searches take an eighth of the time.
YOUNG_OBJECTS = 50_000
FAULT = 70
STOPPED = 130


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="sitmap")
def cli() -> None:
    """Sitmap reads news articles about armed conflict and maps the incidents they report."""


for command in (
    articles.ingest,
    watch.watch,
    feeds.feeds,
    jobs.jobs,
    jobs.work,
    scale.scale,
    projects.projects,
    extract.extract,
    places.geocode,
    gazetteer.gazetteer,
    evaluate.evaluate,
    articles.articles,
    alerts.alerts,
    corrections.corrections,
    output.export,
    output.snapshot,
    output.report,
    imports.import_,
    imports.datasets,
    imports.overlays,
    care.doctor,
    care.backup,
    care.restore,
    care.copy,
    care.where,
    care.delete_everything,
):
    command.epilog = EXIT_CODES
    cli.add_command(command)

for command in (held.failed, held.retry, held.forget):
    articles.articles.add_command(command)


def run() -> None:
    """Run the command line and leave the process with its exit code."""
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    signal.signal(signal.SIGTERM, stop)  # whoever ends us politely finds nothing left behind, as after Ctrl-C
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    logging.getLogger("geo").setLevel(logging.CRITICAL if not os.environ.get("GEO_DEBUG") else logging.DEBUG)
    sys.exit(main())


def stop(*_: object) -> NoReturn:
    """What a signal does that asks us to end."""
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> int:
    """Run one command (by default, what the process was given) and return its exit code."""
    try:
        code = cli.main(arguments, prog_name="python -m geo", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        for line in context.get_usage().splitlines() if context else ():
            say(line, err=True)
        if context:
            say(f"Try '{context.command_path} --help' for help.", err=True)
        say(f"Error: {error.format_message()}", err=True)
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("stopped", err=True)
        return STOPPED
    except GeoError as error:
        say(f"error: {error}", err=True)
        return error.exit_code
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has had enough (click makes a SystemExit of it, and of nothing else here); point it
        # elsewhere so that the last flush does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UnicodeEncodeError as error:
        if error.reason != "surrogates not allowed":
            return _tell_fault(error)
        say("error: an argument holds bytes that are no text in UTF-8; nothing was done with it", err=True)
        return UsageError.exit_code
    except Exception as error:  # noqa: BLE001 no traceback is ever shown
        return _tell_fault(error)
    return code if isinstance(code, int) else 0


def _tell_fault(error: Exception) -> int:
    """Say that we failed, without a traceback, and give the exit code for it."""
    log.debug("the fault in full", exc_info=error)
    say(f"error: a fault of Sitmap ({type(error).__name__}: {error}); GEO_DEBUG=1 shows all of it", err=True)
    return FAULT
