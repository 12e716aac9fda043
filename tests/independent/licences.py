#!/usr/bin/env python3
"""Counts in the licence cases of examples/licences, standard library only (Python 3.11 or later).

    python3 licences.py cases.csv [CALENDAR-FOLDER]

It shares no code with the project. Working days come from a walk over single days: a weekday works unless a notice of
the State Council (law/calendars/cn/<year>.toml) makes it a rest day, a weekend day rests unless a notice makes it a
working day.

The time of a decision is counted by hand, in the simplest way that the law allows:
- the day of acceptance is not counted, the day of the decision is;
- an act counts on the day that it names, or, when it was entered more than 24 hours later, on the day of its entry;
- a special procedure (an activity that ends in 开始) with evidence and a notice takes out the days after its beginning
  up to and including its end (结束), or its declared end if that comes first;
- an extension (延长期限) adds ten working days to the twenty, once.
"""
import csv
import json
import sys
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

DECISIONS = ("准予许可决定", "不予许可决定")
DAY = timedelta(days=1)


def rows_of(path):
    raw = Path(path).read_bytes()
    text = raw.decode("utf-8-sig") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("gb18030")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


def special_days(folder):
    rest, work = set(), set()
    for path in sorted(Path(folder).glob("[0-9][0-9][0-9][0-9].toml")):
        for holiday in tomllib.loads(path.read_text(encoding="utf-8")).get("holiday", []):
            rest.update(holiday["rest"])
            work.update(holiday["work"])
    return {date.fromisoformat(day) for day in rest}, {date.fromisoformat(day) for day in work}


def day_of(row):
    claimed, entered = datetime.fromisoformat(row["办理时间"]), datetime.fromisoformat(row["录入时间"])
    return (entered if entered - claimed > DAY else claimed).date()


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parents[2] / "law" / "calendars" / "cn"
    rest, work = special_days(folder)

    def works(day):
        return day in work or (day not in rest and day.weekday() < 5)

    rows = rows_of(sys.argv[1])
    cases = {}
    for row in sorted(rows, key=lambda row: row["办理时间"]):
        cases.setdefault((row["办理机关"], row["办件编号"]), []).append(row)

    late, beyond_promise, decided = [], [], 0
    for key, acts in cases.items():
        accepted = decision = pause = None
        stopped, allowed = set(), 20
        for row in acts:
            name, day = row["环节名称"], day_of(row)
            if name == "受理":
                accepted = day
            elif name in DECISIONS and decision is None:
                decision = day
            elif name == "延长期限":
                allowed = 30
            elif name.endswith("开始") and row["证明材料"] and row["告知文号"]:
                pause = (day, date.fromisoformat(row["特别程序截止"]))
            elif name.endswith("结束") and pause:
                start, declared = pause
                stopped.update(start + DAY * n for n in range(1, (min(day, declared) - start).days + 1))
                pause = None
        if pause:
            start, declared = pause
            stopped.update(start + DAY * n for n in range(1, (declared - start).days + 1))
        if accepted is None or decision is None:
            continue
        decided += 1
        used, day = 0, accepted
        while day < decision:
            day += DAY
            used += works(day) and day not in stopped
        if used > allowed:
            late.append("/".join(key))
        if used > 15:
            beyond_promise.append("/".join(key))
    counts = {
        "cases": len(cases),
        "ids": len({number for _, number in cases}),
        "events": len(rows),
        "decided": decided,
        "decided_after_20_working_days": len(late),
        "decided_after_15_working_days": len(beyond_promise),
        "late": sorted(late),
    }
    print(json.dumps(counts, ensure_ascii=False))


if __name__ == "__main__":
    main()
