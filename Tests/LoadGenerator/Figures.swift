/// What a run measured.
struct Figures {
    /// Nanoseconds from the first byte of each request to the last of its answer.
    var latencies: [UInt64] = []
    /// Answers that did not confirm.
    var failed = 0
    /// The first of them, for whoever looks for the fault.
    var firstFailure = ""
    /// The time from the first request to the last answer.
    var nanoseconds: UInt64 = 1

    /// Requests, failures, requests a second, and the median, the 99th hundredth and the worst in microseconds.
    var line: String {
        let sorted = latencies.sorted()
        let rate = Double(sorted.count) * 1e9 / Double(nanoseconds)
        let at = { (part: Double) in
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] / 1_000
        }
        let failure = failed == 0 ? "" : " first-failure=\(firstFailure.prefix(300).debugDescription)"
        return "requests=\(sorted.count) failed=\(failed) rate=\(Int(rate)) p50us=\(at(0.5)) p99us=\(at(0.99)) "
            + "maxus=\(sorted.last.map { $0 / 1_000 } ?? 0)\(failure)\n"
    }
}
