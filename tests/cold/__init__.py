"""Wordings and table forms of the field, written by somebody who had not seen the cards; see `measure`."""
