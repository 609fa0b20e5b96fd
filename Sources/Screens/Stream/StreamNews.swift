/// What a stream of parts has to say.
public enum StreamNews: Equatable, Sendable {}

/// What is asked of a stream of parts.
public enum StreamOrder: Equatable, Sendable {}
