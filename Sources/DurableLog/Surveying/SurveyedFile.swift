internal import LinuxSystem

/// A file of the log as a survey meets it: by its name, whatever its header is like.
struct SurveyedFile {
    let name: String
    let kind: LogExtent.Kind
    let first: UInt64
    /// What its header says; nil when that is not sound or could not be read.
    let extent: Extent?
    /// Why the header could not be read; nil when it could, sound or not.
    let refusal: JournalFailure?

    /// Lists a log's files in order, without those that a kept file stands in the place of.
    ///
    /// - Throws: `unreadable` when the names cannot be read.
    static func list(_ folder: any StorageFolder) throws(JournalFailure) -> [SurveyedFile] {
        let names: [String]
        do {
            names = try folder.names()
        } catch {
            throw .unreadable(error)
        }
        var files: [SurveyedFile] = []
        for file in names.compactMap({ SurveyedFile($0, in: folder) }).sorted(by: { $0.order < $1.order }) {
            if let cover = files.last, cover.first == file.first, cover.extent == nil {
                // A kept file that cannot be read, and the segment that it was made from still there.
                files[files.count - 1] = file
            } else if let cover = files.last?.extent, cover.kind == .kept, file.first <= cover.last {
                continue
            } else {
                files.append(file)
            }
        }
        return files
    }

    private init?(_ name: String, in folder: any StorageFolder) {
        let endings: [(String, LogExtent.Kind)] = [(LogNames.segmentEnding, .segment), (LogNames.keptEnding, .kept)]
        guard let (ending, kind) = endings.first(where: { name.hasSuffix($0.0) }),
            let first = LogNames.first(in: name, ending: ending)
        else { return nil }
        self.name = name
        self.kind = kind
        self.first = first
        do {
            extent = try LogListing.read(name, in: folder)
            refusal = nil
        } catch {
            extent = nil
            refusal = error
        }
    }

    /// Whether this is the segment that begins with a number, or was put in its place.
    func stands(for first: UInt64, _ name: String) -> Bool {
        if self.name == name { return true }
        guard kind == .kept, let extent else { return false }
        return extent.first <= first && first <= extent.last
    }

    private var order: (UInt64, Int) { (first, kind == .kept ? 0 : 1) }
}
