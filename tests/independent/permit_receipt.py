#!/usr/bin/env python3
"""Counts in the log of permit applications (receipt.xes.gz), with nothing but the standard library.

    python3 permit_receipt.py receipt.xes.gz

An independent check of examples/permit-receipt: it shares no code with the project and reads the raw file. A period
ends with its last day in Europe/Amsterdam, so dates are compared; the comparison of moments is printed beside it.
"""
import gzip
import json
import sys
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError


def zone_of(name):
    """The zone; where Python finds no data of its own, the one of /usr/share/zoneinfo, and it says so."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        path = Path("/usr/share/zoneinfo") / name
        print(f"no zone data in {TZPATH}: reading {path}", file=sys.stderr)
        with path.open("rb") as data:
            return ZoneInfo.from_file(data, key=name)


def traces(path):
    """Each case as its own attributes and a list of the attributes of its events, in the order of the file."""
    with gzip.open(path) as log:
        for _, element in ElementTree.iterparse(log):
            if element.tag.rpartition("}")[2] != "trace":
                continue
            case, events = {}, []
            for child in element:
                if child.tag.rpartition("}")[2] == "event":
                    events.append({leaf.get("key"): leaf.get("value") for leaf in child})
                else:
                    case[child.get("key")] = child.get("value")
            yield case, events
            element.clear()


def is_placeholder(value):
    return value in ("UNKNOWN", "EMPTY") or value.startswith("1970-01-01")


def moment(value, zone):
    """The moment in the zone; nothing for what the log writes in place of a missing date."""
    if value is None or is_placeholder(value):
        return None
    return datetime.fromisoformat(value).astimezone(zone)


def main():
    zone = zone_of("Europe/Amsterdam")
    counts = dict.fromkeys(
        ["cases", "events", "closed_late_by_date", "closed_late_by_instant", "still_open_late", "placeholders"], 0
    )
    open_deadlines, last = [], None
    for case, events in traces(sys.argv[1]):
        counts["cases"] += 1
        counts["events"] += len(events)
        for attributes in [case, *events]:
            counts["placeholders"] += sum(is_placeholder(value) for value in attributes.values())
        for event in events:
            at = moment(event["time:timestamp"], zone)
            last = at if last is None else max(last, at)
        deadline, end = moment(case.get("deadline"), zone), moment(case.get("enddate"), zone)
        if deadline is None:
            continue
        if end is None:
            open_deadlines.append(deadline)
            continue
        counts["closed_late_by_date"] += end.date() > deadline.date()
        counts["closed_late_by_instant"] += end > deadline
    counts["still_open_late"] = sum(last.date() > deadline.date() for deadline in open_deadlines)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
