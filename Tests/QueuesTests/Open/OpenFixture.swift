import Messages
import Testing

@testable import Queues

/// Deliveries and lanes for tests of the index of open deliveries.
enum OpenFixture {
    static func lane(_ key: UInt64, at destination: Int = 1, isCompulsory: Bool = false) throws -> LaneID {
        LaneID(
            key: LaneKey(key), destination: try #require(Destination(name: "SE0000000002-\(destination)")),
            isCompulsory: isCompulsory)
    }

    static func id(_ sequence: UInt64, _ recipient: UInt32 = 0) -> DeliveryID {
        DeliveryID(message: sequence, recipient: recipient)
    }

    /// An index with so many deliveries, so many of them in each lane, and every lane in line.
    static func index(_ count: Int, perLane: Int = 1) throws -> OpenDeliveries {
        var index = OpenDeliveries()
        for number in 0..<UInt64(count) {
            let lane = try lane(number / UInt64(perLane))
            _ = index.append(id(number + 1), to: lane, isReceipt: number % 2 == 0)
            _ = index.lineUp(lane)
        }
        return index
    }

    /// What a disk would have of an index from which nothing was taken.
    static func image(of index: OpenDeliveries) -> OpenDeliveriesTrial.Image {
        var (index, image) = (index, OpenDeliveriesTrial.Image())
        image.apply(index.takeChanges())
        return image
    }

    /// Bytes of the pages.
    static func bytes(of index: OpenDeliveries) -> Int {
        (index.nodes.words.count + index.nodes.buckets.count) * 4
    }
}
