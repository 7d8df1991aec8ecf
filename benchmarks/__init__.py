"""What ``python3 -m fairapp bench`` runs: each module has ``rows()``, every figure beside a limit of the same run."""

# One line a module; its `rows()` (or `rows(quick)`) returns rows of `benchmarks.table`.
MODULES = ("sales", "totals", "draw", "badges", "imports", "till", "memory")
