package import Messages

extension Rejection {
    /// Ends a call whose caller has gone: nothing was done, and nobody is likely to read this.
    ///
    /// It is no fault of the gateway, and not logged as one: browsers give up what they have asked for at every turn.
    package static let callerGone = Rejection(.overloaded, "the caller has gone")
}
