import Foundation

/// What a step told: how long it took, and the memory that its process had of its own at the end and some time later.
struct StepFigures {
    /// Why a step told nothing.
    struct Silence: Error {
        let step: [String]
        let status: Int32
    }

    let seconds: Double
    /// Bytes of RssAnon when it was done.
    let memory: Double
    /// The same when nothing had been asked for a while: what was needed on the way has been given back.
    let restedMemory: Double

    /// Runs a step in a process of its own.
    init(running step: QueueStep) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = step.arguments
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard process.terminationStatus == 0, numbers.count == 3 else {
            throw Silence(step: step.arguments, status: process.terminationStatus)
        }
        (seconds, memory, restedMemory) = (numbers[0], numbers[1], numbers[2])
    }

    /// Seconds of rest before the memory is looked at again; the queues give back what they do not need after ten.
    private static let rest: UInt32 = 13

    /// The figures of this process, as `init(running:)` reads them, after some rest.
    static func line(_ duration: Duration) -> String {
        let memory = ownMemory
        sleep(rest)
        return "\(Double(duration.nanoseconds) / 1e9) \(memory) \(ownMemory)"
    }

    private static var ownMemory: Double {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return kibibytes("RssAnon", in: text) * 1024
    }

    /// The number behind a name in a file of `/proc`; 0 when no line has the name.
    static func kibibytes(_ name: String, in text: String) -> Double {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    }
}
