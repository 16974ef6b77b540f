"""Sentences to typed rows: a small grammar over tokens, and families of claims built on it."""
