#!/usr/bin/env python3
"""Counts in the log of road fines (Road_Traffic_Fine_Management_Process.xes.gz), standard library only.

    python3 road_fines.py Road_Traffic_Fine_Management_Process.xes.gz

An independent check of examples/road-fines: it shares no code with the project and reads the raw file. Days are
differences of civil dates in Europe/Rome. Each activity counts with its first occurrence in a case.
"""
import gzip
import json
import sys
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

APPEAL = "Insert Date Appeal to Prefecture"
COLLECT = "Send for Credit Collection"
CREATE = "Create Fine"
NOTIFY = "Insert Fine Notification"
SEND = "Send Fine"
SURCHARGE = "Add penalty"


def zone_of(name):
    """The zone; where Python finds no data of its own, the one of /usr/share/zoneinfo, and it says so."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        path = Path("/usr/share/zoneinfo") / name
        print(f"no zone data in {TZPATH}: reading {path}", file=sys.stderr)
        with path.open("rb") as data:
            return ZoneInfo.from_file(data, key=name)


def first_times(path):
    """For each case the number of its events and the first moment of each activity, as written."""
    with gzip.open(path) as log:
        for _, element in ElementTree.iterparse(log):
            tag = element.tag.rpartition("}")[2]
            if tag != "trace":
                continue
            number, times = 0, {}
            for child in element:
                if child.tag.rpartition("}")[2] != "event":
                    continue
                leaves = {leaf.get("key"): leaf.get("value") for leaf in child}
                number += 1
                times.setdefault(leaves["concept:name"], datetime.fromisoformat(leaves["time:timestamp"]))
            yield number, times
            element.clear()


def main():
    zone = zone_of("Europe/Rome")
    names = [
        "cases",
        "events",
        "sent_after_90_days",
        "appealed_after_60_days",
        "surcharged_before_60_days",
        "surcharged_within_60_days_strict",
        "surcharged_early_by_instant",
        "collected_without_surcharge",
    ]
    counts = dict.fromkeys(names, 0)

    def days(times, earlier, later):
        """Days from one activity to another; nothing if one of them is missing."""
        if earlier not in times or later not in times:
            return None
        return (times[later].astimezone(zone).date() - times[earlier].astimezone(zone).date()).days

    for number, times in first_times(sys.argv[1]):
        counts["cases"] += 1
        counts["events"] += number
        to_send = days(times, CREATE, SEND)
        counts["sent_after_90_days"] += to_send is not None and to_send > 90
        to_appeal = days(times, NOTIFY, APPEAL)
        counts["appealed_after_60_days"] += to_appeal is not None and to_appeal > 60
        to_surcharge = days(times, NOTIFY, SURCHARGE)
        if to_surcharge is not None:
            elapsed = times[SURCHARGE].astimezone(timezone.utc) - times[NOTIFY].astimezone(timezone.utc)
            counts["surcharged_before_60_days"] += to_surcharge < 60
            counts["surcharged_within_60_days_strict"] += to_surcharge <= 60
            counts["surcharged_early_by_instant"] += elapsed < timedelta(hours=60 * 24)
        counts["collected_without_surcharge"] += COLLECT in times and SURCHARGE not in times
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
