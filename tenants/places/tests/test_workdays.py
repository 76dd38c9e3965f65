"""Working days of 2026, whose joint decree is known day for day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal import get_holidays

from tenants.places.workdays import (
    SUNDAY,
    add_working_days,
    holidays_of,
    is_working_day,
    working_days_between,
)


def test_the_holidays_of_2026_equal_the_joint_decree():
    assert len(holidays_of(2026)) == 25
    assert {day.isoformat() for day in holidays_of(2026)} == {str(row.date) for row in get_holidays(2026).holidays}
    assert holidays_of(2026)[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert holidays_of(2026, "en")[date(2026, 8, 17)] == "Independence Day"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 8, 17), False),
        (date(2026, 12, 24), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), True),
    ],
)
def test_weekends_holidays_and_joint_leave_are_free(day, works):
    assert is_working_day(day) is works


def test_a_six_day_week_works_on_saturday():
    assert is_working_day(date(2026, 11, 21), weekend=SUNDAY)
    assert not is_working_day(date(2026, 11, 22), weekend=SUNDAY)


def test_deadlines_skip_weekend_holiday_and_the_pemdas_own_days():
    assert add_working_days(date(2026, 11, 20), 3) == date(2026, 11, 25)
    assert add_working_days(date(2026, 11, 20), 3, [date(2026, 11, 24)]) == date(2026, 11, 26)
    assert add_working_days(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert add_working_days(date(2026, 11, 25), -3) == date(2026, 11, 20)
    assert add_working_days(date(2026, 11, 22), 0) == date(2026, 11, 22)


def test_lateness_is_counted_in_working_days():
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 25)) == 3
    assert working_days_between(date(2026, 11, 25), date(2026, 11, 20)) == -3
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 22)) == 0


@given(start=st.dates(date(2024, 1, 1), date(2026, 6, 1)), count=st.integers(0, 60))
def test_counting_undoes_adding(start, count):
    end = add_working_days(start, count)
    assert working_days_between(start, end) == count
    assert end >= start + timedelta(days=count)
