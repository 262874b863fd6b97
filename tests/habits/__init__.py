"""Our own rules, held by tests."""
