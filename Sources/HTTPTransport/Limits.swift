package import HTTPWire

/// The bounds that a server keeps, whoever calls.
package struct HTTPServerLimits: Sendable {
    /// Sizes and counts of heads and lines.
    package var wire = HTTPWireLimits()
    /// Seconds from the first byte of a head to its end.
    package var headSeconds = 10.0
    /// Seconds in which nothing of a body comes, and seconds that a body may take whatever its size.
    package var bodySeconds = 30.0
    /// Bytes of a body that buy one more second: whoever sends slower is cut off.
    package var bodyBytesPerSecond = 16_384
    /// Seconds without a request on an open connection.
    package var idleSeconds = 75.0
    /// Seconds in which the client takes nothing of the answer, and seconds that an answer may take whatever its size.
    package var writeSeconds = 30.0
    /// Bytes of an answer that buy one more second: whoever reads slower is cut off.
    package var answerBytesPerSecond = 16_384
    /// Seconds in which what a client still sends is read and dropped, so that it sees the answer to what it sent before.
    package var lingerSeconds = 2.0
    /// Bytes read and dropped at most in that time.
    package var lingerBytes = 64 << 20
    /// Bytes of later requests that are read while one is answered, about one head; what came before counts as a body when
    /// it is more.
    package var pipelinedBytes = 8_192
    /// Bytes of all bodies in memory, from their coming to the end of their answers.
    package var bodyBytesInFlight = 256 << 20
    /// Bytes of them that one owner may hold whatever it leaves to others, if they are free: its largest body.
    package var bodyBytesOfOwner = 16 << 20
    /// Bytes of all answers that their clients have not taken yet, but for bodies that many answers share.
    package var answerBytesInFlight = 256 << 20
    /// Connections open at a time.
    ///
    /// For a further one that is closed which has rested longest; when none rests the new one is answered 503. Where there is
    /// a Unix socket, one place in eight is for that alone. Fewer if the process may not open so many files.
    package var connections = 10_000

    /// The bounds of a server for ordinary clients.
    package init() {}
}

/// The bounds that a client keeps, whoever answers.
package struct HTTPClientLimits: Sendable {
    /// Sizes and counts of heads and lines.
    package var wire = HTTPWireLimits()
    /// Bytes of a response's body.
    package var responseBytes = 32 << 20
    /// Connections kept open without an exchange.
    package var idleConnections = 4
    /// Seconds in which one address of a name must take the connection while there are others to try.
    package var connectSeconds = 3.0

    /// The bounds of a client of ordinary servers.
    package init() {}
}

/// The bounds of this room that nobody needs to change.
enum Limits {
    /// Bytes read from a socket in one call.
    static let readBytes = 65_536
    /// Bytes of a body that is handled on the loop's own thread, as far as that goes without waiting.
    static let bodyBytesHandledAtOnce = 65_536
    /// Reads of one connection before others have their turn.
    static let readsPerTurn = 4
    /// Requests of one connection that are answered, when they wait for nothing, before others have their turn.
    static let requestsPerTurn = 16
    /// Bytes of an answer for which no room is asked: the kernel mostly takes them, and what it does not is kept all the same.
    static let answerBytesAtOnce = 16_384
    /// Seconds without accepting after an error that may last.
    static let acceptPauseSeconds = 0.1
    /// Clients accepted before others have their turn.
    static let acceptsPerTurn = 64
    /// Connections that rest for each that is closed when there is no place: one of so many, and one at least.
    static let restingPerGivenUp = 64
    /// Clients that wait at most for a place to be given up; further ones are turned away.
    static let waitingForPlace = 32
    /// Of the places, those for Unix sockets alone: one in so many.
    static let placesPerUnixPlace = 8
    /// Descriptors left for everything but clients: at least so many, and one in eight.
    static let descriptorsForOthers = 64
    /// Bytes by which the reservation for a body grows while it comes.
    static let reservationStep = 65_536
    /// Milliseconds between two looks at the time limits: at most, and at least.
    static let tickMilliseconds = (longest: 250, shortest: 5)
    /// Seconds between two log lines about the same shortage.
    static let shortageLogSeconds = 1.0
}
