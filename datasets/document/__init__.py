"""The document model of all formats, and how raw blocks become a document: tables, headings and captions put
together."""
