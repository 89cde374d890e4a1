"""When is a work order late, what stops its clock, and what was agreed?"""
