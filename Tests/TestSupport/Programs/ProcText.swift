/// The files of `/proc` that have lines like `VmRSS:      1234 kB`.
package enum ProcText {
    /// The number behind a name; nil when no line has the name.
    package static func kibibytes(_ name: String, in text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}
