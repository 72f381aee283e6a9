"""The manual page, made from the parsers of the command line, so that it cannot say anything else."""

import argparse
import sys
from datetime import UTC, datetime

from places import ROOT, source_date, version

sys.path.insert(0, str(ROOT))

from nnviz.cli import DONE, INPUT_AT_FAULT, WRONG_USAGE, parsers


def man_page() -> str:
    """All of nnviz(1), in roff."""
    window, *commands = parsers()
    day = datetime.fromtimestamp(source_date(), UTC).date().isoformat()
    lines = [
        f'.TH NNVIZ 1 "{day}" "nnviz {version()}" "User Commands"',
        ".SH NAME",
        r"nnviz \- see a neural network learn, and every number while it does",
        ".SH SYNOPSIS",
        *(line for parser in (window, *commands) for line in _synopsis(parser)),
        ".SH DESCRIPTION",
        _text(window.description or ""),
        ".PP",
        "Without a command it opens its window.",
        ".SH OPTIONS",
        *_options(window),
        ".SH COMMANDS",
        *(line for parser in commands for line in _command(parser)),
        ".SH EXIT STATUS",
        *_tagged(str(DONE), "Done."),
        *_tagged(str(INPUT_AT_FAULT), "The input is at fault; one line on standard error says what and where."),
        *_tagged(str(WRONG_USAGE), "Wrong usage."),
        ".SH FILES",
        *_tagged("*.nnviz", "Documents: the recipe of a run, as JSON."),
        *_tagged("~/.config/nnviz/nnviz.ini", "What the window remembers between two starts."),
    ]
    return "\n".join(lines) + "\n"


def _command(parser: argparse.ArgumentParser) -> list[str]:
    return [f".SS {_text(parser.prog)}", _text(parser.description or ""), *_options(parser)]


def _synopsis(parser: argparse.ArgumentParser) -> list[str]:
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    rest = usage.removeprefix(parser.prog)
    return [".PP", rf"\fB{_text(parser.prog)}\fR{_text(rest)}"]


def _options(parser: argparse.ArgumentParser) -> list[str]:
    lines = []
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to ask
        names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        value = f" {action.metavar or action.dest.upper()}" if action.option_strings and action.nargs != 0 else ""
        said = (action.help or "").replace("%(default)s", str(action.default))
        lines += _tagged(names, said, value)
    return lines


def _tagged(tag: str, text: str, value: str = "") -> list[str]:
    italic = rf"\fI{_text(value)}\fR" if value else ""
    return [".TP", rf"\fB{_text(tag)}\fR{italic}", _text(text)]


def _text(text: str) -> str:
    """Text as roff takes it for text: no dash becomes a hyphen, no dot at a line's start a command."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    print(man_page(), end="")
