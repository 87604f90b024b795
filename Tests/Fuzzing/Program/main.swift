import CFuzzer
import Foundation
import FuzzEntries

/// The fuzzer of the entry that VAXEL_FUZZ_ENTRY names; the command line is libFuzzer's.
enum Fuzzing {
    static let entry = ProcessInfo.processInfo.environment["VAXEL_FUZZ_ENTRY"].flatMap(FuzzEntry.init)

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    /// Writes what an entry begins with, a file each.
    static func writeSeeds(of entry: FuzzEntry, to folder: String) throws {
        for (number, seed) in entry.seeds.enumerated() {
            try Data(seed).write(to: URL(filePath: "\(folder)/\(number)"))
        }
    }
}

guard let entry = Fuzzing.entry else {
    Fuzzing.complain("VAXEL_FUZZ_ENTRY is none of \(FuzzEntry.allCases.map(\.rawValue))")
    exit(2)
}
if let folder = ProcessInfo.processInfo.environment["VAXEL_FUZZ_SEEDS"] {
    try Fuzzing.writeSeeds(of: entry, to: folder)
    exit(0)
}
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { start, size in
        let finding = Fuzzing.entry?.finding(in: Array(UnsafeBufferPointer(start: start, count: size)))
        if let finding {
            Fuzzing.complain("finding: \(finding)")
            abort()
        }
        return 0
    })
