/// What the closer look at a part has to say.
public enum StudyNews: Equatable, Sendable {}

/// What is asked of the closer look at a part.
public enum StudyOrder: Equatable, Sendable {}
