"""Kurmanji: CLDR ku, whose dates carry case endings: 21ê mijdara 2026an."""

DATE_FORMAT = r"j\ê F\a Y\a\n"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j\ê F\a Y\a\n, H:i"
YEAR_MONTH_FORMAT = r"F\a Y\a\n"
MONTH_DAY_FORMAT = r"j\ê F\ê"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
