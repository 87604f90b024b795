import Messages

/// The declarations of a catalogue laid flat for the reader: numbers where the declarations have objects.
///
/// A reader goes through a message without counting a reference or comparing a string.
final class ReadingPlan: Sendable {
    /// A member that a part may have.
    struct Member: Sendable {
        /// The number of its name.
        let name: Int32
        let isRequired: Bool
        let shape: Shape
    }

    /// What a value may be; the numbers are places in the plan's lists.
    enum Shape: Sendable {
        /// A text of which only the length counts, in Unicode scalars at most.
        case freeText(atMost: Int)
        case scalar(Int)
        case closedCode(Int)
        case openCode(Int)
        case part(Int)
        case list(Int)
    }

    /// The members that an object or element may have.
    struct Part: Sendable {
        /// As a range of the plan's members, in the order of their declaration.
        let members: Range<Int>
        /// How many of them must be there.
        let required: Int
    }

    /// A list, whose items in XML are elements with the number of a name.
    struct List: Sendable {
        let itemName: Int32
        let item: Shape
        let minimum: Int
    }

    /// The codes of a list, found by their bytes.
    final class Codes: Sendable {
        let table: NameTable
        /// What is said of a code that the list does not have, when it is closed.
        let closed: Verdict
        /// What is said of a code that the list does not have, when it is open and the code has no text.
        let open: Verdict
        /// What is said of a code that the list does not have, when it is open and the code has a text.
        let openWithText: Verdict

        /// A code with its detail, made once and not for each message.
        struct Verdict: Sendable {
            let code: RejectionCode
            let detail: String

            init(_ code: RejectionCode, _ list: CodeList) {
                self.code = code
                detail = "\(code.english) The list is \(list.name)."
            }
        }

        /// Takes a list, and what its unknown codes are called when it is closed.
        init(_ list: CodeList, unknown: RejectionCode) {
            table = NameTable(list.codes.map(\.value))
            closed = Verdict(unknown, list)
            open = Verdict(.unknownCode, list)
            openWithText = Verdict(.unknownOpenCode, list)
        }
    }

    /// A type of message.
    struct Kind: Sendable {
        let type: MessageType
        /// The number of the name of the element that holds its content.
        let elementName: Int32
        let content: Part
    }

    /// The plan of the types that the gateway knows.
    static let standard = ReadingPlan(.standard)

    /// All names of members, items and elements.
    let names: NameTable
    /// The members of all parts; a part is a range of them.
    let members: [Member]
    let parts: [Part]
    let scalars: [ScalarType]
    let codes: [Codes]
    let lists: [List]
    /// The members of the head but `content`.
    let head: Part
    /// The members of the value of an open list.
    let openCode: Part
    /// The types by the numbers of their names in `kindNames`, of each the newest first.
    private let kinds: [[Kind]]
    private let kindNames: NameTable
    /// The numbers of the elements that hold some type's content.
    let contentNames: Set<Int32>
    /// The readers that know the names.
    let readers: WireReaders

    init(_ catalogue: MessageCatalogue) {
        var builder = ReadingPlanBuilder(catalogue)
        head = builder.part(Head.fields)
        openCode = builder.part(Messages.Part.openCode.fields)
        let kinds = catalogue.types.map { type in
            Kind(
                type: type, elementName: builder.name(type.elementName), content: builder.part(type.content.fields))
        }
        let versions = Dictionary(grouping: kinds, by: \.type.name)
        kindNames = NameTable(Array(versions.keys))
        self.kinds = kindNames.names.map { name in
            versions[name, default: []].sorted { $0.type.version > $1.type.version }
        }
        contentNames = Set(kinds.map(\.elementName))
        names = NameTable(builder.names)
        (members, parts, lists) = (builder.members, builder.parts, builder.lists)
        (scalars, codes) = (builder.scalars, builder.codes)
        readers = WireReaders(names: names)
    }

    /// The versions of a type, the newest first; nil when no type has the name.
    func kinds(named name: String) -> [Kind]? { kindNames.number(of: name).map { kinds[Int($0)] } }
}

extension ReadingPlan {
    /// Names that the decoder asks for, by their numbers below.
    static let wellKnownNames = [
        "content", "message", "type", "version", "refersTo", "caseId", "patient", "sender", "person", "code",
    ]
    static let content: Int32 = 0
    static let message: Int32 = 1
    static let version: Int32 = 3
    static let refersTo: Int32 = 4
    static let caseID: Int32 = 5
    static let patient: Int32 = 6
    static let sender: Int32 = 7
    static let person: Int32 = 8
    static let code: Int32 = 9
}
