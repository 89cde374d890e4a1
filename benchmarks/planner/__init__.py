"""The planner race: seeded days, public files, other solvers, and a judge that imports nothing of the product."""
