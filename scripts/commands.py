"""What `python3 scripts/dev.py …` can do."""

import argparse
import io
import sys
from collections.abc import Sequence

from scripts import browser, checks, environment, frontend, locks, wheel
from scripts.places import SetupError
from scripts.processes import become, openly, pass_no_ignored_signals

NO_TORCH = "No CPU build of PyTorch was found: its rows are left out (docs/benchmarks.md says how to have them)."


def port(text: str) -> int:
    """A port number, for argparse."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is no port number (1 to 65535)")
    return number


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="dev.py", description="Set up, run and check Backsweep.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="set up what is missing, start the server, open the page")
    run.add_argument("--host", help="address to listen on (default: this machine only)")
    run.add_argument("--port", type=port, help="port to listen on (default: 8000, or the next that is free)")
    run.add_argument("--no-browser", action="store_true", help="do not open the page")

    quick = "format, lint, types, the page's own tests, the engine's fast tests; no browser"
    commands.add_parser(
        "check", help=f"the quick checks, side by side: {quick}", description=f"The quick checks: {quick}."
    )

    test = commands.add_parser("test", help="set up what is missing and check everything, real browser included")
    test.add_argument("arguments", nargs="*", metavar="-- ARGUMENTS", help="for pytest, after --")

    bench = commands.add_parser("bench", help="set up what is missing and run the benchmarks")
    bench.add_argument("arguments", nargs="*", metavar="-- ARGUMENTS", help="for the benchmarks, after --")

    commands.add_parser("build", help="set up what is missing and build the front end, nothing more")

    commands.add_parser("wheel", help="set up what is missing and build the wheel in dist/")

    lock = commands.add_parser("lock", help="write the lock files anew from requirements/*.in and package.json")
    lock.add_argument("--upgrade", action="store_true", help="to the newest versions of everything")
    return top


def bench(arguments: Sequence[str]) -> int:
    """Install what the benchmarks compare against, and run them."""
    python = environment.ensure("bench")
    environment.attempt("torch", NO_TORCH)
    node = frontend.ensure(python, everything=True)
    if node is None:
        raise SetupError("No Node was made ready for the benchmarks.")
    changes = {**node.changes(), browser.VARIABLE: str(browser.ensure()), "BACKSWEEP_NODE": str(node.executable)}
    return openly([python, "-m", "benchmarks", *arguments], changes=changes)


def served(options: argparse.Namespace) -> list[str]:
    """The arguments of ``run`` as those of ``backsweep serve``."""
    given = {"--host": options.host, "--port": options.port}
    words = [word for name, value in given.items() if value is not None for word in (name, str(value))]
    return [*words, *(["--no-browser"] if options.no_browser else [])]


def dispatch(options: argparse.Namespace) -> int:
    """Carry out a parsed command line. Raises SetupError."""
    if options.command != "run":  # Ctrl-C for others must not end the server of a background job
        pass_no_ignored_signals()
    match options.command:
        case "run":
            python = environment.ensure("run")
            environment.ensure_own()
            frontend.ensure(python)
            return become([python, "-m", "backsweep", "serve", *served(options)])
        case "check":
            return checks.check()
        case "test":
            return checks.test(options.arguments)
        case "bench":
            return bench(options.arguments)
        case "build":
            frontend.ensure(environment.ensure("run"))
            environment.ensure_own()
            print("The front end is built.")
            return 0
        case "wheel":
            return wheel.make()
        case _:
            return locks.write(upgrade=options.upgrade)


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a path's letters must not break an old console
            stream.reconfigure(errors="replace")
    options = parser().parse_args(arguments)
    try:
        return dispatch(options)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
