internal import LinuxSystem
internal import Messages

/// The ids of one telling's messages, drawn when it begins.
struct DemoIDs {
    let notice = Self.draw()
    let refused = Self.draw()
    let estimate = Self.draw()
    let tooEarly = Self.draw()
    let withdrawn = Self.draw()
    let ready = Self.draw()
    let invitation = Self.draw()
    let plan = Self.draw()
    let question = Self.draw()
    let mistake = Self.draw()
    let cancellation = Self.draw()
    let discharge = Self.draw()
    let closing = Self.draw()
    /// The plan itself, under which 1177 has it.
    let planID = UUIDBytes(version8High: SystemRandom.uint64(), low: SystemRandom.uint64()).text

    private static func draw() -> MessageID {
        MessageID(UUIDBytes(version8High: SystemRandom.uint64(), low: SystemRandom.uint64()))
    }
}
