/// What a run of appends, or of bare writes, measured.
struct AppendFigures {
    /// Nanoseconds of each append or write until the disk had it, in rising order.
    private let latencies: [UInt64]
    private let records: Double
    private let seconds: Double
    private var syncs = 1
    private var bytes = 0
    /// Of the time, the part in which the writer was writing or syncing.
    private(set) var diskShare = 0.0

    init(latencies: [UInt64], records: Int, duration: Duration) {
        self.latencies = latencies.sorted()
        self.records = Double(records)
        seconds = Double(duration.nanoseconds) / 1e9
    }

    /// Notes what the disk did meanwhile.
    mutating func count(from before: CountingStorage.Counts, to after: CountingStorage.Counts) {
        syncs = max(1, after.activeSyncs - before.activeSyncs)
        bytes = after.activeBytes - before.activeBytes
        diskShare = Double(after.activeNanoseconds - before.activeNanoseconds) / 1e9 / seconds
    }

    /// Records a second.
    var rate: Double { records / seconds }
    /// Bytes of an average batch with its padding: whole pages.
    var bytesPerSync: Int { max(1, (bytes / syncs + 4095) / 4096) * 4096 }
    /// Records of an average batch.
    var recordsPerSync: Double { records / Double(syncs) }

    /// The latency that this share of all were below, in microseconds.
    func microseconds(at share: Double) -> Double {
        latencies.isEmpty
            ? 0 : Double(latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]) / 1_000
    }
}

extension Duration {
    /// The whole of it in nanoseconds; of one that is negative, none.
    var nanoseconds: UInt64 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
