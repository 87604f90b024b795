import Messages
import Queues

/// Deliveries of one destination in lanes of a size, each delivery of its lane far from the one before.
struct IndexLoad {
    let deliveries: Int
    let perLane: Int
    private let destination = Destination.publisher1177

    private var laneCount: Int { deliveries / perLane }

    var line: LineID { lane(0).line }

    func id(_ number: Int) -> DeliveryID {
        DeliveryID(message: UInt64(number) + 1, recipient: 0)
    }

    func lane(_ number: Int) -> LaneID {
        // Spread over the whole range, as keys of real lanes are.
        LaneID(key: LaneKey(UInt64(number % laneCount + 1) &* 0x9E37_79B9_7F4A_7C15), destination: destination)
    }

    func lane(of id: DeliveryID) -> LaneID {
        lane(Int(id.message) - 1)
    }
}
