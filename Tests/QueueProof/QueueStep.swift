/// What is done to a queue in a proof; told as a line of a story.
package enum QueueStep: Hashable, Sendable {
    case accept(MessageName, at: [Int], lane: Int, transmission: Int?)
    /// The same message once more.
    case again(MessageName, transmission: Int?)
    /// Other content under a known id.
    case alter(MessageName)
    case cancel(MessageName, original: MessageName, at: [Int], lane: Int, isWrongPatient: Bool)
    case lease(at: Int, maximum: Int, seconds: Int)
    case renew(OfferName, seconds: Int)
    case complete(OfferName, byOther: Bool)
    case fail(OfferName)
    case reject(OfferName)
    case release(OfferName, delay: Int)
    case hold(OfferName, seconds: Int)
    /// Ends the leases whose time is over.
    case lapse
    case retry(DeliveryName)
    case discard(DeliveryName)
    case wait(seconds: Int)
    /// Has a queue offer nothing until it is resumed.
    case pause(Int)
    case resume(Int)
    /// Ends the receipts that nobody has taken for so long.
    case expire(seconds: Int)
    /// Gives back the room of what is settled: files of the log are written anew.
    case retain
    /// Opens the queue anew, after closing it or not; the disk loses nothing.
    case restart(isClosed: Bool)
    /// Takes the power away while nothing is under way, and opens the queue anew.
    case crash(seed: UInt64)
    /// Closes the queue, has the disk change a bit of a message, and opens the queue; what the queue has in memory of one that
    /// is remembered was read before.
    case damage(MessageName, isRemembered: Bool)
    /// Closes the queue, gives the disk back all that was damaged, and opens the queue.
    case putBack
}

extension QueueStep {
    /// Whether the queue is opened anew by it.
    var isRestart: Bool {
        switch self {
        case .restart, .crash, .damage, .putBack: true
        default: false
        }
    }
}

extension QueueStep: CustomStringConvertible {
    package var description: String {
        switch self {
        case .accept(let message, let places, let lane, let transmission):
            "accept \(message) for \(Self.list(places)) in l\(lane)" + Self.suffix(transmission)
        case .again(let message, let transmission): "again \(message)" + Self.suffix(transmission)
        case .alter(let message): "alter \(message)"
        case .cancel(let message, let original, let places, let lane, let isWrongPatient):
            "cancel \(original) by \(message) for \(Self.list(places)) in l\(lane)"
                + (isWrongPatient ? " wrong patient" : "")
        case .lease(let place, let maximum, let seconds):
            "lease \(Place.names[place]) maximum \(maximum) for \(seconds) s"
        case .renew(let offer, let seconds): "renew \(offer) for \(seconds) s"
        case .complete(let offer, let byOther): "complete \(offer)" + (byOther ? " by another system" : "")
        case .fail(let offer): "fail \(offer)"
        case .reject(let offer): "reject \(offer)"
        case .release(let offer, let delay): "release \(offer) for \(delay) s"
        case .hold(let offer, let seconds): "hold \(offer) for \(seconds) s"
        case .lapse: "lapse"
        case .retry(let delivery): "retry \(delivery)"
        case .discard(let delivery): "discard \(delivery)"
        case .wait(let seconds): "wait \(seconds) s"
        case .pause(let place): "pause \(Place.names[place])"
        case .resume(let place): "resume \(Place.names[place])"
        case .expire(let seconds): "expire after \(seconds) s"
        case .retain: "retain"
        case .restart(let isClosed): isClosed ? "close and open" : "open anew"
        case .crash(let seed): "crash \(seed)"
        case .damage(let message, let isRemembered): "damage \(message)" + (isRemembered ? " behind memory" : "")
        case .putBack: "put back what was damaged"
        }
    }

    private static func list(_ places: [Int]) -> String {
        places.map { Place.names[$0] }.joined(separator: ",")
    }

    private static func suffix(_ transmission: Int?) -> String {
        transmission.map { " as t\($0)" } ?? ""
    }
}
