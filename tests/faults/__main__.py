"""Runs the program while processes are killed, disks fail and fill up, and the power goes, and tells what it lost.

usage: python3 tests/faults --build FOLDER [--long] [CELL...]
"""

import argparse
import concurrent.futures
import dataclasses
import fnmatch
import os
import pathlib
import signal
import sys
import tempfile
import time

import allocations
import cells
import full_disk
import kills
import operations
import power_cuts
import signals
import writers
from program import Programs
from scenarios import SCENARIOS
from workspace import memory_folder

MODULES = [operations, power_cuts, signals, allocations, full_disk, kills, writers]
# For ctest(1).
SKIPPED = 77


def all_cells():
    return [cell for module in MODULES for cell in module.cells()]


def named(table, patterns):
    """Of the cells those named by SCENARIO, FAULT, SCENARIO/FAULT or a pattern of the shell."""
    if not patterns:
        return table
    return [cell for cell in table
            if any(fnmatch.fnmatch(name, pattern) for pattern in patterns for name in (cell.name, *cell.name.split("/")))]


def possible(table, programs):
    """Of the cells those whose command the program has."""
    return [cell for cell in table
            if cell.scenario not in SCENARIOS or SCENARIOS[cell.scenario].available(programs)]


def run_part(name, run):
    """In a process of its own; looks the cell up again, as functions do not travel."""
    start = time.monotonic()
    cell = next(cell for cell in all_cells() if cell.name == name)
    return name, cell.run(run), time.monotonic() - start


def line(name, tally, seconds):
    endings = " ".join(f"{status}:{count}" for status, count in sorted(tally.endings.items(), key=str))
    verdict = tally.skipped and f"skipped: {tally.skipped}" or f"{len(tally.failures)} failures"
    return f"{name:<32} {tally.tried:>7} tries  {seconds:>6.1f} s  {verdict}   exits {endings}"


def run_all(table, base, jobs):
    """Runs all cells, prints a line for each, and returns how many failed."""
    failed = 0
    tallies = {cell.name: cells.Tally() for cell in table}
    seconds = dict.fromkeys(tallies, 0.0)
    left = {}
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        parts = {}
        for cell in table:
            count = cell.parts if base.long else 1
            left[cell.name] = count
            for part in range(count):
                run = dataclasses.replace(base, part=part, parts=count)
                parts[pool.submit(run_part, cell.name, run)] = cell.name
        for done in concurrent.futures.as_completed(parts):
            name, tally, took = done.result()
            tallies[name].add(tally)
            seconds[name] += took
            left[name] -= 1
            if left[name]:
                continue
            print(line(name, tallies[name], seconds[name]), flush=True)
            for failure in tallies[name].failures[:5]:
                print(f"    {failure}", flush=True)
            failed += bool(tallies[name].failures)
    return failed


def main():
    parser = argparse.ArgumentParser(prog="faults", description=__doc__.splitlines()[0])
    parser.add_argument("cells", nargs="*", metavar="CELL", help="SCENARIO, FAULT or SCENARIO/FAULT; else all of them")
    parser.add_argument("--build", type=pathlib.Path, help="the build tree with the program")
    parser.add_argument("--long", action="store_true", help="every operation, thousands of kills and power cuts")
    parser.add_argument("--list", action="store_true", help="only print the names of the cells")
    parser.add_argument("--scenarios", action="store_true", help="only print the names of the scenarios")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="so many at a time")
    parser.add_argument("--seed", type=int, default=1, help="for what is random")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="copy the archives that failed there")
    told = parser.parse_args()

    table = named(all_cells(), told.cells)
    if not table:
        parser.error("no such cell; --list shows them")
    if told.list or told.scenarios:
        print("\n".join(dict.fromkeys(cell.scenario if told.scenarios else cell.name for cell in table)))
        return 0
    if not told.build:
        parser.error("--build is missing")
    programs = Programs(told.build)
    if missing := programs.missing():
        parser.error(f"not built: {', '.join(missing)}")
    table = possible(table, programs)
    if not table:
        print("this program does not have the command")
        return SKIPPED
    start = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # takes its folder along
    with tempfile.TemporaryDirectory(prefix="feedarc-faults-", dir=memory_folder()) as folder:
        base = cells.Run(programs, pathlib.Path(folder), told.long, told.seed, keep=told.keep)
        failed = run_all(table, base, told.jobs)
    print(f"{len(table)} cells, {failed} failed, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
