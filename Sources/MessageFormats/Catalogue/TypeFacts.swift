import Messages

/// What the pages of the catalogue say of a type beside its fields, in the order of the page.
enum TypeFacts {
    /// Headings with what stands under them.
    static func facts(of chapter: CatalogueBook.Chapter) -> [(heading: String, text: String)] {
        let type = chapter.type
        var facts = [
            ("Version", version(of: chapter)), ("Follows", type.legalBasis), ("From", sender(of: type)),
            ("Deadline", type.deadline ?? "none that is known"), ("Receipts", receipts(of: type)),
            ("Sensitivity", sensitivity(type.sensitivity)), ("Head", head(of: type)),
        ]
        if let milestone = type.milestone {
            let steps = milestone.steps.map {
                "\(EnglishName.words($0.rawValue)) (content.\(milestone.moments[$0] ?? ""))"
            }
            facts.append(("Step of the case", steps.joined(separator: ", ")))
        }
        if type.takesBackReferred {
            facts.append(("Takes back", "the message that refersTo names; only that one's organisation may"))
        }
        return facts
    }

    private static func version(of chapter: CatalogueBook.Chapter) -> String {
        let older = chapter.older.map { old in
            "\(old.version) (\(chapter.type.isCompatible(with: old) ? "compatible" : "not compatible"))"
        }
        return "\(chapter.type.version)" + (older.isEmpty ? "" : "; also read: " + older.joined(separator: ", "))
    }

    private static func sender(of type: MessageType) -> String {
        switch type.lawfulSender {
        case .inpatientCare: "a ward (sluten vård), by the law"
        case .psychiatricInpatientCare: "a psychiatric or forensic ward, by the law"
        case .regionalOpenCare: "open care of the region (öppenvård), by the law"
        case nil: "any unit whose kind takes part in the process"
        }
    }

    private static func receipts(of type: MessageType) -> String {
        type.isReceipt
            ? "transport receipt only; a receipt is never receipted"
            : type.receipts.map { level in
                switch level {
                case .transport: "transport receipt"
                case .application: "application receipt"
                case .kvittens: "kvittens by a person"
                }
            }.joined(separator: ", ")
    }

    /// What a level of sensitivity means.
    static func sensitivity(_ level: Int) -> String {
        switch level {
        case 1: "1: identity and contact under secrecy"
        case 2: "2: health or social data"
        default: "3: compulsory care or otherwise extra protected"
        }
    }

    private static func head(of type: MessageType) -> String {
        let about = type.refersToTypes.sorted().joined(separator: " or ")
        let needs = [
            ("patient", type.patient), ("caseId", type.caseID), ("refersTo", type.refersTo),
            ("sender.person", type.senderPerson),
        ]
        return needs.map { name, need in
            let target = name == "refersTo" && !about.isEmpty ? ", to \(about)" : ""
            return "\(name) \(word(need))\(target)"
        }.joined(separator: "; ")
    }

    /// How a member of the head stands, in a word.
    static func word(_ need: MessageType.HeadNeed) -> String {
        switch need {
        case .required: "required"
        case .optional: "optional"
        case .absent: "refused"
        }
    }

    /// A process as a heading, in English and in Swedish.
    static func title(of process: MessageType.Process) -> (en: String, sv: String) {
        switch process {
        case .openCare: ("Open care", "Öppenvårdsprocessen")
        case .discharge: ("Discharge", "Utskrivningsprocessen")
        case .compulsoryCare: ("Compulsory care", "Tvångsvårdsprocessen")
        case .general: ("General", "Generellt")
        case .receipts: ("Receipts", "Kvittenser")
        }
    }
}
