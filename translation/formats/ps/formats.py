"""Pashto: CLDR ps puts the year first; Latin digits; the week begins on Saturday."""

DATE_FORMAT = "Y F j"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y F j، H:i"
YEAR_MONTH_FORMAT = "Y F"
MONTH_DAY_FORMAT = "F j"
SHORT_DATE_FORMAT = "Y/m/d"
SHORT_DATETIME_FORMAT = "Y/m/d، H:i"
FIRST_DAY_OF_WEEK = 6
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
