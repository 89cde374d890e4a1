"""The search for a good plan: ruin and recreate over arrays of whole numbers, compiled where it runs for long.

Only the process that searches imports this room: numba takes a third of a second to load. Everything runs uncompiled
as well (NUMBA_DISABLE_JIT=1), and gives the same plans; that is how tests, coverage and debuggers see it.
"""
