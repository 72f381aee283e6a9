"""The command line. It loads only what the command at hand needs: `--help` knows no Qt and no NumPy."""

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NoReturn

import nnviz

DONE, INPUT_AT_FAULT, WRONG_USAGE = 0, 1, 2

_DESCRIPTION = "nnviz shows a neural network learning, and every number while it does."
_ENGINES = ("numpy",)
_EXPORTS = ("table",)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of printing the whole usage first."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run nnviz with these arguments (those of the process when None) and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may know fewer characters than we write
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
        print(end="", flush=True)  # here, where it can still be told that this fails
    except KeyboardInterrupt:
        print("nnviz: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        _drop_output()
        return DONE
    except OSError as error:
        _drop_output()
        return _fail(f"{error.filename or 'the output'}: {error.strerror or error}")
    return status


def _run(words: list[str]) -> int:
    commands = _commands()
    try:
        if words and words[0] in commands:
            make_parser, run = commands[words[0]]
            return run(make_parser().parse_args(words[1:]))
        return _open_window(_window_parser().parse_args(words))
    except SystemExit as end:  # argparse answers --help and wrong usage this way
        return end.code if isinstance(end.code, int) else WRONG_USAGE


def _drop_output() -> None:
    """Give what cannot be written another way out: Python would try once more at its end, and complain."""
    try:
        print(end="", flush=True)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


_Command = tuple[Callable[[], argparse.ArgumentParser], Callable[[argparse.Namespace], int]]


def _commands() -> dict[str, _Command]:
    return {
        "train": (_train_parser, _train),
        "presets": (_presets_parser, _presets),
        "check": (_check_parser, _check),
        "export": (_export_parser, _export),
    }


def parsers() -> list[argparse.ArgumentParser]:
    """The window's parser, then one for each command: what the manual page is made from."""
    return [_window_parser(), *(make_parser() for make_parser, _ in _commands().values())]


def _window_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nnviz",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=(
            "commands:\n"
            "  nnviz train RECIPE   train without a window and report\n"
            "  nnviz presets        list the experiments that come with nnviz\n"
            "  nnviz check FILE…    say whether documents are sound\n"
            "  nnviz export RECIPE  write its points to a table\n\n"
            "Each has a --help of its own."
        ),
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="a document (.nnviz) to open, or the name of a preset")
    parser.add_argument("--version", action="version", version=f"nnviz {nnviz.__version__}")
    parser.add_argument(
        "--smoke",
        action="store_true",
        help="test this installation: open the window, train 200 steps, save, reopen, end",
    )
    return parser


def _train_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="nnviz train", description="Train a recipe without a window.")
    parser.add_argument("recipe", metavar="RECIPE", help="a document (.nnviz) or the name of a preset")
    parser.add_argument(
        "--steps", type=_count, metavar="N", help="stop at step N instead of the recipe's own last step"
    )
    parser.add_argument("--engine", choices=_ENGINES, default="numpy", help="what computes (default: %(default)s)")
    parser.add_argument(
        "--every", type=_positive, default=100, metavar="N", help="report every N-th step (default: %(default)s)"
    )
    parser.add_argument("--report", type=Path, metavar="OUT.json", help="write losses, accuracies and weights there")
    parser.add_argument("--save", type=Path, metavar="OUT.nnviz", help="write the recipe there as a document")
    return parser


def _presets_parser() -> argparse.ArgumentParser:
    return _Parser(prog="nnviz presets", description="List the experiments that come with nnviz.")


def _check_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="nnviz check", description="Say for each document whether it is sound.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a document (.nnviz)")
    return parser


def _export_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="nnviz export", description="Write what belongs to a recipe to a file for other programs.")
    parser.add_argument("recipe", metavar="RECIPE", help="a document (.nnviz) or the name of a preset")
    parser.add_argument(
        "--to",
        choices=_EXPORTS,
        required=True,
        metavar="KIND",
        help="what to write: table, the points as CSV, in UTF-8 with a byte order mark",
    )
    parser.add_argument("-o", dest="output", type=Path, required=True, metavar="OUT", help="where to write it")
    return parser


def _count(text: str) -> int:
    return _whole_number(text, 0)


def _positive(text: str) -> int:
    return _whole_number(text, 1)


def _whole_number(text: str, smallest: int) -> int:
    digits = text.lstrip("0") or text[:1]
    if not text.isascii() or not text.isdigit() or len(digits) > 8 or not smallest <= int(digits) <= 10_000_000:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise argparse.ArgumentTypeError(f"{shown!r} is not a whole number from {smallest} to 10,000,000")
    return int(digits)


def _fail(message: str) -> int:
    print(f"nnviz: {_one_line(message)}", file=sys.stderr)
    return INPUT_AT_FAULT


def _one_line(message: str) -> str:
    """File names may hold line breaks."""
    return " ".join(message.splitlines())


def _open_window(options: argparse.Namespace) -> int:
    # Qt is loaded here and not above: it would cost every other command a quarter of a second.
    from nnviz.experiment.documents import resolve_recipe
    from nnviz.experiment.presets import DEFAULT_PRESET
    from nnviz.experiment.quantity import RecipeError
    from nnviz.system import is_seen_by_nobody, missing_libraries

    if complaint := missing_libraries():
        return _fail(complaint)
    try:
        experiment = resolve_recipe(options.file or DEFAULT_PRESET)
    except RecipeError as error:
        if is_seen_by_nobody():
            from nnviz.app import say_in_a_window

            say_in_a_window(str(error))
        return _fail(str(error))
    # The window collects garbage by its own timer. What is loaded for it is no garbage, and looked through in vain.
    gc.disable()
    from nnviz.ui.quick_qt import spare_reading_sources

    spare_reading_sources()
    if options.smoke:
        from nnviz.smoke import smoke_test

        return smoke_test(experiment)
    from nnviz.app import open_window

    path = Path(options.file) if options.file and Path(options.file).is_file() else None
    return open_window(experiment, path)


def _presets(options: argparse.Namespace) -> int:
    del options
    from nnviz.experiment.presets import LESSONS, PRESETS

    width = max(len(name) for name in PRESETS)
    for name, experiment in PRESETS.items():
        sizes = "-".join(str(size) for size in experiment.layer_sizes)
        points, steps = f"{experiment.data.n_points:,} points", f"{experiment.training.n_steps:,} steps"
        print(f"{name:{width}}  {experiment.name}: {points}, {sizes}, {steps}. {LESSONS[name]}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from nnviz.experiment.documents import read_document

    status = DONE
    for name in options.files:
        try:
            experiment = read_document(Path(name))
            if experiment.data.inputs:  # whether a formula has a number everywhere, only the points can say
                from nnviz.experiment.build import build_dataset

                build_dataset(experiment.data)
        except ValueError as error:
            print(_one_line(f"{name}: {error}"))
            status = INPUT_AT_FAULT
        else:
            print(_one_line(f"{name}: ok"))
    return status


def _train(options: argparse.Namespace) -> int:
    import time

    import msgspec

    from nnviz.core.divergence import Reason
    from nnviz.core.trainer import DivergedError
    from nnviz.experiment.build import build_dataset, build_trainer
    from nnviz.experiment.data_spec import covariance_warning
    from nnviz.experiment.documents import encode, resolve_recipe
    from nnviz.experiment.quantity import RecipeError
    from nnviz.experiment.report import build_report, encode_report, run_and_report

    if complaint := _unwritable(options.report, options.save):
        return _fail(complaint)
    try:
        experiment = resolve_recipe(options.recipe)
        if options.steps is not None:
            training = msgspec.structs.replace(experiment.training, n_steps=options.steps)
            experiment = msgspec.structs.replace(experiment, training=training)
        dataset = build_dataset(experiment.data)
    except (RecipeError, ValueError) as error:
        return _fail(str(error))
    for cluster in experiment.data.clusters:
        if warning := covariance_warning(cluster):
            print(f"nnviz: cluster {cluster.name}: {warning}", file=sys.stderr)

    trainer = build_trainer(experiment, dataset)
    progress = _Progress(experiment.training.n_steps, sys.stderr)
    started = time.perf_counter()
    try:
        rows, last = run_and_report(trainer, experiment.training.n_steps, options.every, progress.show)
        seconds = time.perf_counter() - started
        report = build_report(experiment, dataset, trainer, rows, seconds)  # measures once more, after the last update
    except DivergedError as error:
        progress.clear()
        mend = (
            "begin with smaller weights" if error.cause.reason is Reason.START else "train with a smaller learning rate"
        )
        return _fail(f"{options.recipe}: {error}; {mend}")
    finally:
        progress.clear()

    measured = last.evaluation
    accuracy = "" if measured.test_accuracy is None else f", test accuracy {100 * measured.test_accuracy:.2f} %"
    print(f"{experiment.name}: step {last.step:,}, loss {last.loss:.6f}{accuracy}, {seconds:.1f} s")
    if trainer.stopped is not None:
        print(f"Stopped there: {trainer.stopped}.")
    return _write_outputs([(options.report, encode_report(report)), (options.save, encode(experiment))])


def _export(options: argparse.Namespace) -> int:
    from nnviz.experiment.build import build_dataset
    from nnviz.experiment.documents import resolve_recipe
    from nnviz.experiment.quantity import RecipeError
    from nnviz.export.points_table import write_points

    if complaint := _unwritable(options.output, None):
        return _fail(complaint)
    if options.output.is_file() and Path(options.recipe).is_file() and options.output.samefile(options.recipe):
        return _fail(f"{options.output}: the points would take the place of the recipe they come from")
    try:
        dataset = build_dataset(resolve_recipe(options.recipe).data)
    except (RecipeError, ValueError) as error:
        return _fail(str(error))
    progress = _Progress(dataset.n_points, sys.stderr, "point")
    try:
        write_points(dataset, options.output, lambda share: progress.show(round(share * dataset.n_points)))
    except OSError as error:
        return _fail(f"{options.output}: cannot be written: {error.strerror or error}")
    finally:
        progress.clear()
    return DONE


def _unwritable(report: Path | None, document: Path | None) -> str | None:
    """Say before the training, not after it, what is wrong with where its results are to go."""
    if report is not None and report == document:
        return f"{report}: cannot be both the report and the document"
    for path in (report, document):
        if path is None:
            continue
        if path.is_dir():
            return f"{path}: cannot be written: this is a folder"
        if not path.absolute().parent.is_dir():
            return f"{path}: cannot be written: there is no such folder"
        if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
            return f"{path}: cannot be written: Permission denied"
    return None


def _write_outputs(outputs: list[tuple[Path | None, bytes]]) -> int:
    from nnviz.experiment.atomic import write_atomically

    for path, content in outputs:
        if path is None:
            continue
        try:
            write_atomically(path, [content])
        except OSError as error:
            return _fail(f"{path}: cannot be written: {error.strerror or error}")
    return DONE


class _Progress:
    """A bar on a terminal; silent where the output is a file or a pipe."""

    _WIDTH = 32

    def __init__(self, n_steps: int, stream: IO[str] | None, counted: str = "step") -> None:
        self._n_steps = max(n_steps, 1)
        self._counted = counted
        # A program without a console has no streams at all.
        self._terminal = stream if stream is not None and stream.isatty() else None
        self._shown = -1

    def show(self, step: int) -> None:
        percent = 100 * step // self._n_steps
        if self._terminal is None or percent == self._shown:
            return
        self._shown = percent
        filled = self._WIDTH * percent // 100
        bar = "█" * filled + "░" * (self._WIDTH - filled)
        self._terminal.write(f"\r{bar} {percent:3d} %  {self._counted} {step:,} of {self._n_steps:,}")
        self._terminal.flush()

    def clear(self) -> None:
        if self._terminal is not None and self._shown >= 0:
            self._shown = -1
            self._terminal.write("\r\x1b[K")
            self._terminal.flush()
