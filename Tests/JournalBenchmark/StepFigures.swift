import Foundation

/// What a step told: how long it took, and the memory that its process had of its own at the end.
struct StepFigures {
    /// Why a step told nothing.
    struct Silence: Error {
        let step: [String]
        let status: Int32
    }

    let seconds: Double
    /// Bytes of RssAnon.
    let memory: Double

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
        guard process.terminationStatus == 0, numbers.count == 2 else {
            throw Silence(step: step.arguments, status: process.terminationStatus)
        }
        (seconds, memory) = (numbers[0], numbers[1])
    }

    /// The figures of this process, as `init(running:)` reads them.
    static func line(_ duration: Duration) -> String {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return "\(Double(duration.nanoseconds) / 1e9) \(kibibytes("RssAnon", in: text) * 1024)"
    }

    /// The number behind a name in a file of `/proc`; 0 when no line has the name.
    static func kibibytes(_ name: String, in text: String) -> Double {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    }
}
