"""Thousands of submissions read: which there are, each in a process of its own, and kept by content."""
