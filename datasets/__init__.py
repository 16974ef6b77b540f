"""Reading: a folder of CSV, a workbook or a document becomes a Submission."""
