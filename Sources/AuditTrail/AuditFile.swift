internal import DurableLog
internal import LinuxSystem

/// The trail as it is written: the chain, and the newest file with the place where the next line goes.
///
/// Used from one queue only. A file is synced after each line, and its folder after each file that is new.
struct AuditFile {
    private let folder: any StorageFolder
    private(set) var chain: AuditChain
    private var name: String?
    private var file: (any StorageFile)?
    private var end: UInt64 = 0
    /// Set for good by a write or sync that left the disk in doubt.
    private(set) var failure: SystemError?

    /// Follows the trail in a folder, cuts a torn tail off, and tells in the trail of breaks that it does not tell of yet.
    init(_ folder: any StorageFolder) throws(SystemError) {
        self.folder = folder
        chain = try AuditScan(folder).follow()
        name = chain.report.files.last
        guard let name else { return }
        let file = try folder.open(name, creating: false)
        if let tail = chain.report.tornTail { try cut(tail, off: file) }
        self.file = file
        end = try file.size()
    }

    /// Writes an event as the next line, and returns when the disk has it.
    ///
    /// The file is that of its month, but never one before the newest: the clock may have been set back.
    mutating func append(_ event: AuditEvent) throws(AuditFailure) {
        if let failure { throw .failed(failure) }
        let line = chain.sealing(event)
        let file = try file(for: event)
        try write(line.bytes, to: file)
        try lasting { () throws(SystemError) in try file.sync() }
        end += UInt64(line.bytes.count)
        chain.advance(to: line)
    }

    private mutating func file(for event: AuditEvent) throws(AuditFailure) -> any StorageFile {
        let wanted = AuditScan.fileName(for: event.at)
        if let name, let file, wanted <= name { return file }
        let made: any StorageFile
        do {
            made = try folder.open(wanted, creating: true)
        } catch {
            guard error.isOutOfRoom else {
                failure = error
                throw .failed(error)
            }
            throw .diskFull
        }
        let folder = folder
        try lasting { () throws(SystemError) in try folder.sync() }
        (name, file, end) = (wanted, made, 0)
        return made
    }

    /// Writes behind the last line; of what finds no room nothing stays.
    private mutating func write(_ bytes: [UInt8], to file: any StorageFile) throws(AuditFailure) {
        let reason: SystemError
        do {
            return try file.writeAll(bytes, at: end)
        } catch {
            reason = error
        }
        let end = end
        try lasting { () throws(SystemError) in
            guard reason.isOutOfRoom else { throw reason }
            try file.truncate(to: end)
        }
        throw .diskFull
    }

    /// Does what leaves the disk in doubt when it fails; then nothing is taken any more.
    private mutating func lasting(_ work: () throws(SystemError) -> Void) throws(AuditFailure) {
        do {
            try work()
        } catch {
            failure = error
            throw .failed(error)
        }
    }

    /// Keeps the torn bytes in a file of their own, then takes them off.
    private func cut(_ tail: AuditReport.Tail, off file: any StorageFile) throws(SystemError) {
        let taken = Set(try folder.names())
        var kept = "\(tail.file).torn"
        var number = 2
        while taken.contains(kept) {
            kept = "\(tail.file).\(number).torn"
            number += 1
        }
        let copy = try folder.open(kept, creating: true)
        try copy.writeAll(try file.readAll(Int(tail.count), at: tail.offset), at: 0)
        try copy.sync()
        try folder.sync()
        try file.truncate(to: tail.offset)
        try file.sync()
    }
}
