import Foundation

/// User time of the processor that this process has had.
enum ProcessorTime {
    /// So far, in microseconds.
    static func now() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec) * 1e6 + Double(usage.ru_utime.tv_usec)
    }

    /// Microseconds of doing something once, of so many times.
    static func each(_ count: Int = 3_000, _ work: () throws -> Void) rethrows -> Double {
        try work()
        let start = now()
        for _ in 0..<count { try work() }
        return (now() - start) / Double(count)
    }

    /// Microseconds of doing something once, of so many times, by so many at a time; each is told a number of its own.
    static func each(
        _ count: Int, by callers: Int, _ work: @escaping @Sendable (UInt64) async throws -> Void
    ) async throws -> Double {
        let perCaller = count / callers
        let start = now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in 0..<perCaller { try await work(UInt64(caller * perCaller + number + 1)) }
                }
            }
            try await group.waitForAll()
        }
        return (now() - start) / Double(perCaller * callers)
    }
}
