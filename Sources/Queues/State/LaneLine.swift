/// The lanes of one destination that have something to offer, first come first served.
struct LaneLine {
    private var lanes: [LaneID] = []
    private var start = 0

    var isEmpty: Bool { start == lanes.count }

    mutating func append(_ lane: LaneID) {
        lanes.append(lane)
    }

    var first: LaneID? { isEmpty ? nil : lanes[start] }

    mutating func popFirst() -> LaneID? {
        guard !isEmpty else { return nil }
        defer {
            start += 1
            if start > 1_024, start > lanes.count / 2 {
                lanes.removeFirst(start)
                start = 0
            }
        }
        return lanes[start]
    }
}
