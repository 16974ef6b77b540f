"""What the document says about itself: identity, contents, dates, scale, formulas, definitions."""
