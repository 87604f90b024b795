/// An answer: status, headers and the whole body.
///
/// `Content-Length`, `Date`, `Connection` and `Transfer-Encoding` are the writer's; do not put them into `headers`.
package struct HTTPResponse: Sendable, Hashable {
    /// 200 to 599.
    package var status: Int
    /// The header lines but those that are the writer's.
    package var headers: HTTPHeaders
    /// The whole body; empty for none.
    package var body: [UInt8]
    /// Whether many answers have this very body, so that one more of them takes no room.
    package var sharesBody = false
    /// Whether it tells of what has been done already, so that it is sent even where there is no room for answers: what it
    /// tells of would else be the client's without its knowing.
    package var isOwed = false
    /// What is kept as long as this answer is in memory: until its client has it, or is gone.
    ///
    /// It is the answer's room: an answer with one takes none of what other answers share.
    package var keepsake: Keepsake?
    /// Whether the connection ends after this answer.
    package var closesConnection = false

    /// An answer after which the connection may go on.
    package init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
