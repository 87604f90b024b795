internal import HTTPWire

/// What happens to a connection, beside bytes that come.
enum ConnectionEvent {
    /// The client sends no more; usually it is gone.
    case inputEnded
    /// The socket failed.
    case failed
    /// The service wants the body.
    case admitted(bodyLimit: Int)
    /// The service has decided by the head and answers later, without the body.
    case postponed
    /// Whether the bytes asked for by `reserve` may be held.
    case reserved(Bool)
    /// There is no room for the later requests that have come: they are forgotten, and the connection ends after its answer.
    case overbooked
    /// The interim response has been written.
    case continued
    /// The answer to the current request is there.
    case answered(HTTPResponse, HTTPDate)
    /// The client took so many more bytes of the answer.
    case sentSome(bytes: Int)
    /// The client took the whole answer.
    case sentAll
    /// Time has passed.
    case tick
    /// The server stops: no further request is served.
    case stop
    /// Others need the place, if nothing of a request has come.
    case givenUp
}

/// What a connection's shell has to do next.
enum ConnectionAction {
    /// Nothing, until something happens.
    case wait
    /// Ask the service; then `admitted`, `postponed` or `answered`.
    case admit(HTTPRequestHead)
    /// Ask the budget for so many bytes; then `reserved`.
    case reserve(Int)
    /// Write `100 Continue`; then `continued`.
    case sendContinue
    /// Give the body to the service; later `answered`.
    case handle([UInt8])
    /// Let the service render the refusal; then `answered`.
    case refuse(HTTPRefusal)
    /// Write these bytes; later `sentAll`.
    case send(Outgoing)
    /// The client is gone, or the server does not wait longer: cancel the task that answers.
    case cancelHandler
    /// Finish sending, and read on what comes.
    case linger
    /// Cancel the task that answers, if one runs, and close the socket.
    case close
}
