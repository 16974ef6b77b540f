"""The desk: a local web page on which planners and reviewers work. The engine is handed to it by the door."""
