import Foundation
import Messages
import Queues

/// What the index of open deliveries takes of memory and of time by itself.
///
/// The journal's lock is held while it is asked: what counts is the longest single step, beside the sum.
struct IndexPart {
    let options: BenchmarkOptions

    func run() throws {
        let loads = options.waiting.flatMap { waiting in
            options.lanes.map { IndexLoad(deliveries: waiting, perLane: $0) }
        }
        if let load = loads.first, loads.count == 1 { return try measure(load) }
        // Each has a process of its own: memory that was given back would be counted for the next one.
        for load in loads { try Self.measureAlone(load) }
        try measureDeepLane(100_000)
    }

    private static func measureAlone(_ load: IndexLoad) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["index", "--waiting", "\(load.deliveries)", "--lanes", "\(load.perLane)"]
        try process.run()
        process.waitUntilExit()
    }

    private func measure(_ load: IndexLoad) throws {
        report("index: \(load.deliveries) deliveries, \(load.perLane) in a lane")
        let before = Self.memory()
        var index = OpenDeliveries()
        index = filled(index, load, "append and line up")
        let each = (Self.memory() - before) / Double(index.count)
        report(StepWatch.title("memory") + String(format: "%10.2f bytes a delivery", each))
        if load.perLane == 1 {
            index = try snapshots(of: index, load)
            index = receipts(of: index)
        }
        drained(index, load)
    }

    private func filled(_ index: OpenDeliveries, _ load: IndexLoad, _ what: String) -> OpenDeliveries {
        var (index, watch) = (index, StepWatch())
        for number in 0..<load.deliveries {
            let (id, lane) = (load.id(number), load.lane(number))
            watch.step {
                _ = index.append(id, to: lane, isReceipt: number % 2 == 0)
                _ = index.lineUp(lane)
            }
        }
        report(watch.line(what))
        return index
    }

    /// Hands over everything, writes to it while it is shared, and takes it over from its pages.
    private func snapshots(of index: OpenDeliveries, _ load: IndexLoad) throws -> OpenDeliveries {
        var (index, taking) = (index, StepWatch())
        var changes: OpenDeliveries.Changes?
        taking.step { changes = index.takeChanges() }
        report(taking.line("changes, all pages"))
        guard let changes else { return index }
        var pages = [[UInt32]](repeating: [], count: changes.pageCount)
        for page in changes.pages { pages[page.number] = page.words }
        var writing = StepWatch()
        for number in stride(from: 0, to: load.deliveries, by: 97) {
            writing.step { _ = index.remove(load.id(number), from: load.lane(number)) }
        }
        report(writing.line("remove while all pages are shared"))
        var loading = StepWatch()
        var loaded: OpenDeliveries?
        try loading.step { loaded = try OpenDeliveries(header: changes.header, pages: pages) }
        report(loading.line("load"))
        return loaded ?? index
    }

    private func receipts(of index: OpenDeliveries) -> OpenDeliveries {
        var (index, watch) = (index, StepWatch())
        watch.step { _ = index.receipts(through: .max, maximum: 1_000) }
        report(watch.line("the first 1000 receipts"))
        return index
    }

    private func drained(_ index: OpenDeliveries, _ load: IndexLoad) {
        var (index, watch) = (index, StepWatch())
        while let id = watch.step({ index.popFirst(of: load.line) }) {
            let lane = load.lane(of: id)
            watch.step {
                _ = index.remove(id, from: lane)
                _ = index.lineUp(lane)
            }
        }
        report(watch.line("pop, remove and line up"))
    }

    /// All in one lane, taken out of its middle first.
    private func measureDeepLane(_ count: Int) throws {
        let load = IndexLoad(deliveries: count, perLane: count)
        report("index: \(count) deliveries in one lane")
        var index = filled(OpenDeliveries(), load, "append and line up")
        var watch = StepWatch()
        for number in 0..<count / 2 {
            let middle = load.id(count / 4 + number)
            watch.step { _ = index.remove(middle, from: load.lane(0)) }
        }
        report(watch.line("remove from the middle"))
        drained(index, load)
    }

    /// Bytes of RssAnon.
    private static func memory() -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return StepFigures.kibibytes("RssAnon", in: text) * 1024
    }
}
