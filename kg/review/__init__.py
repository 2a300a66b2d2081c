"""What an analyst decides about links and facts: the table of decisions, what it changes, and the session."""
