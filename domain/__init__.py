"""What is true: the words, their events, their rules and the use cases; imports nothing but eventsourcing and the standard library."""
