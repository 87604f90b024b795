/// Room for the messages that a lease reads and lends, as whoever asks for them has it.
///
/// Asked outside the queues' lock, by one lease at a time.
package struct LeasingRoom: Sendable {
    /// Bytes of messages that there is room for now: when so many have been read, no further one is until they are lent.
    let free: @Sendable () -> Int
    /// Whether a message of so many bytes can be held; asked of each before it is lent.
    let hold: @Sendable (Int) -> Bool
    /// Told of so many bytes that were held and are not lent after all.
    let letGo: @Sendable (Int) -> Void

    /// Room as somebody has it who keeps count.
    ///
    /// - Parameters:
    ///   - free: bytes that there is room for now; one message is read whatever it says.
    ///   - hold: whether a message of so many bytes can be held; what cannot stays where it is, untried.
    ///   - letGo: told of bytes that were held and are not lent after all.
    package init(
        free: @escaping @Sendable () -> Int = { .max }, hold: @escaping @Sendable (Int) -> Bool,
        letGo: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.free = free
        self.hold = hold
        self.letGo = letGo
    }

    /// Room for whatever comes.
    package static let endless = LeasingRoom(hold: { _ in true })
}
