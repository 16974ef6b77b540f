"""The engine on reports as agencies really submit them: `make real`."""
