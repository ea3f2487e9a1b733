"""What must be fast. `make bench` runs each `bench_*.py`; they print figures and judge nothing."""
