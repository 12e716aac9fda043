"""Prints, for each day of 2004-2026, whether the PyPI package chinesecalendar calls it a working day."""
import datetime
import json

import chinese_calendar

day, last, table = datetime.date(2004, 1, 1), datetime.date(2026, 12, 31), {}
while day <= last:
    table[day.isoformat()] = chinese_calendar.is_workday(day)
    day += datetime.timedelta(days=1)
print(json.dumps(table))
