/// Single values of examples.
enum ExampleTexts {
    /// The unit that examples are addressed to; it is one of the sample organisation.
    static let receiver = "SE0000000002-SOC1"

    /// A value of a type, by the field that it stands in and the way to there.
    static func value(of scalar: ScalarType, _ field: Field, at path: [String], in type: MessageType) -> Value {
        switch scalar.kind {
        case .integer(let range): return .integer(range.lowerBound)
        case .boolean: return .boolean(true)
        case .text: break
        }
        let candidates =
            [named(field.name, at: path, in: type)].compactMap(\.self) + usual(scalar, field, at: path, in: type)
        let fitting = candidates.first { scalar.length.contains($0.unicodeScalars.count) && scalar.accepts($0) }
        return .text(fitting ?? "")
    }

    /// Other values of a type, where one may suit a rule better than another.
    static func alternatives(of scalar: ScalarType) -> [Value] {
        switch scalar.kind {
        case .boolean: [.boolean(true), .boolean(false)]
        case .integer(let range): [range.lowerBound, min(range.lowerBound + 1, range.upperBound)].map(Value.integer)
        case .text:
            (days + moments + units + persons).filter {
                scalar.pattern != nil && scalar.length.contains($0.unicodeScalars.count) && scalar.accepts($0)
            }.map(Value.text)
        }
    }

    // MARK: Values

    /// The moment of sending stands in the middle: what has happened is before it, what is planned after.
    private static let sentAt = "2026-11-22T10:15:00+01:00"
    private static let days = ["2026-11-20", "2026-11-22", "2026-11-26", "2026-12-10"]
    private static let moments = [
        "2026-11-20T14:30:00+01:00", "2026-11-22T08:30:00+01:00", sentAt, "2026-11-22T11:00:00+01:00",
        "2026-11-26T13:00:00+01:00", "2026-11-26T14:00:00+01:00", "2026-12-10T09:00:00+01:00",
    ]
    private static let units = [
        "SE0000000001-AVD52", "SE0000000001-HC01", receiver, "SE0000000002-KHS1", "SE0000000001-P0042",
    ]
    /// Numbers that the tax authority keeps for tests, and one after the form of national reserve numbers.
    private static let persons = ["191212121212", "201212121212"]

    /// What a field of a name holds wherever it stands.
    private static func named(_ name: String, at path: [String], in type: MessageType) -> String? {
        switch name {
        case "sentAt": sentAt
        case "admittedAt", "givenAt", "needJudgedAt": moments[0]
        case "end", "validTo": moments[5]
        case "start" where path.count > 2: moments[4]
        case "unit" where path == ["sender", "unit"]: type.process == .openCare ? units[1] : units[0]
        case "receiverUnit": receiver
        case "caseId": "N-2026-000417"
        case "goalId", "goalIds": "mal-1"
        case "effortId", "effortIds": "insats-1"
        case "unitName": "Exempelenheten"
        case "name": nameOfSomething(at: path)
        case "role": "Sjuksköterska"
        case "phone": "010-000 00 00"
        case "street": "Exempelgatan 1"
        case "postalCode": "123 45"
        case "city": "Exempelstad"
        case "fileName": "exempel.pdf"
        case "mediaType": "application/pdf"
        case "version": "1.0"
        default: nil
        }
    }

    private static func nameOfSomething(at path: [String]) -> String {
        switch path.dropLast().last {
        case "patient": "Tolvan Tolvansson"
        case "system": "Exempelsystemet"
        case let parent? where parent.lowercased().hasSuffix("unit") || parent.lowercased().hasSuffix("units"):
            "Exempelenheten"
        case "medications", "medicationList": "Paracetamol"
        default: "Testperson Ett"
        }
    }

    /// What a type mostly holds; the first that the type accepts is taken.
    private static func usual(
        _ scalar: ScalarType, _ field: Field, at path: [String], in type: MessageType
    ) -> [String] {
        let isPlanned = planned.contains { field.name.lowercased().contains($0) }
        let moment = isPlanned ? moments[4] : moments[1]
        let day = isPlanned ? days[2] : days[1]
        let isOfUnit = ["unit", "units"].contains { path.dropLast().last?.lowercased().hasSuffix($0) ?? false }
        let own: [String] =
            switch scalar.name {
            case ScalarType.hsaID.name: [isOfUnit || field.name.lowercased().contains("unit") ? receiver : units[4]]
            case ScalarType.when.name, ScalarType.dateTime.name: [moment]
            case ScalarType.date.name: [day]
            case ScalarType.uuid.name: [uuid(type.name + "/" + path.joined(separator: "/"))]
            case ScalarType.language.name: ["fi"]
            default: scalar.pattern == nil ? ["Exempel: \(field.label)", "\(field.name)-1"] : []
            }
        return own + plain
    }

    /// For types that only one message has: one of these is a value of it.
    private static let plain =
        [persons[0], "1.2.752.97.3.1.3", "https://mote.example/rum/1", "application/pdf", "RXhlbXBlbA==", "08:30"]
        + ["2580", "SE", "1", "exempel"] + days + moments

    /// Parts of names of fields that tell of what is to come.
    private static let planned = [
        "planned", "expected", "next", "followup", "reply", "until", "end", "start", "from", "deadline", "review",
    ]

    /// A UUID that is another one for each place, and the same every time.
    private static func uuid(_ place: String) -> String {
        // FNV-1a, twice with different beginnings: 128 bits that need not be secret.
        let words = [UInt64(0xcbf2_9ce4_8422_2325), 0x84222325_cbf29ce4].map { start in
            place.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
        let digits = words.flatMap { word in
            let hex = String(word, radix: 16)
            return Array(String(repeating: "0", count: 16 - hex.count) + hex)
        }
        let text = String(digits)
        let parts = [
            text.prefix(8), text.dropFirst(8).prefix(4), text.dropFirst(13).prefix(3), text.dropFirst(17).prefix(3),
        ]
        return "\(parts[0])-\(parts[1])-4\(parts[2])-8\(parts[3])-\(text.dropFirst(20).prefix(12))"
    }
}
