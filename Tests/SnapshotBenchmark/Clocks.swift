import Glibc

/// A stretch of the run: by the wall and by this process's own time on the processors, which others do not lengthen.
struct Stretch {
    let wall: Double
    let processor: Double

    /// Runs a body and times it.
    static func of(_ body: () throws -> Void) rethrows -> Stretch {
        let start = now()
        try body()
        let end = now()
        return Stretch(wall: end.wall - start.wall, processor: end.processor - start.processor)
    }

    private static func now() -> Stretch {
        Stretch(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Microseconds of one of so many.
    func each(of count: Int) -> String {
        "\(Self.rounded(wall * 1e6 / Double(count))) µs (\(Self.rounded(processor * 1e6 / Double(count))) on the processor)"
    }

    var text: String { "\(Self.rounded(wall)) s (\(Self.rounded(processor)) on the processor)" }

    static func rounded(_ value: Double) -> String {
        let hundredths = Int(value * 100 + 0.5)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
