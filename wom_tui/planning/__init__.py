"""From a snapshot to a plan: which visit goes where, and why not. Pure: facts in, values out."""
