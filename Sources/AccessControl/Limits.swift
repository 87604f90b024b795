/// How failed identification is slowed down.
enum Limits {
    /// Places of the table of failures; each takes 16 bytes.
    static let failurePlaces = 4_096
    /// Failures after which the delay grows no more.
    static let failuresCounted = 8
    /// Seconds by which the first refusal is held back.
    static let firstDelay = 0.05
    /// Seconds by which a refusal is held back at most.
    static let longestDelay = 5.0
    /// Quiet seconds after which one failure is forgotten.
    static let secondsPerForgottenFailure = 10.0
}
