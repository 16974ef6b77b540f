"""Checking: settle what the report leaves open, compare, judge, and explain what does not hold."""
