/// The chain over all lines of the trail, as far as it has been followed: where it stands, and what was found broken.
///
/// Pure: lines come in as bytes, in order. Behind a broken line the chain goes on from what that line says of itself, so
/// that a line whose text was changed is found, and those behind it are still checked.
struct AuditChain {
    /// The sequence number of the last line; 0 before the first.
    private(set) var sequence: UInt64 = 0
    /// The chain of the last line.
    private(set) var link = AuditLine.beginning
    private(set) var report = AuditReport()
    /// Breaks of which a later line of the trail tells already.
    private(set) var toldBreaks: Set<String> = []

    private var file = ""
    private var linesOfFile = 0

    /// Goes on with a file.
    mutating func begin(_ file: String) {
        self.file = file
        linesOfFile = 0
        report.files.append(file)
    }

    /// Takes the next line, without its line feed; nil stands for one that is too long to be one of ours.
    mutating func take(_ bytes: [UInt8]?) {
        linesOfFile += 1
        report.lines += 1
        guard let line = bytes.flatMap({ AuditLine($0) }) else { return noteBreak() }
        if line.sequence != sequence + 1 || !line.follows(link) {
            noteBreak()
        } else if let told = line.toldBreak {
            toldBreaks.insert(told)
        }
        sequence = line.sequence
        link = line.chain
    }

    /// Notes what stands behind the last line feed of the newest file.
    mutating func noteTail(at offset: UInt64, count: UInt64) {
        report.tornTail = AuditReport.Tail(file: file, offset: offset, count: count)
    }

    /// The breaks of which no line of the trail tells yet.
    var untoldBreaks: [AuditReport.Break] {
        report.breaks.filter { !toldBreaks.contains($0.description) }
    }

    /// Seals an event behind the last line, without going on to it.
    func sealing(_ event: AuditEvent) -> AuditLine {
        AuditLine(event, sequence: sequence + 1, after: link)
    }

    /// Goes on to a line that is on disk.
    mutating func advance(to line: AuditLine) {
        sequence = line.sequence
        link = line.chain
    }

    private mutating func noteBreak() {
        report.brokenLines += 1
        guard report.breaks.count < Limits.breaksTold else { return }
        report.breaks.append(AuditReport.Break(file: file, line: linesOfFile))
    }
}
