"""What is true: the words, their events, their rules and the use cases; needs only eventsourcing."""
