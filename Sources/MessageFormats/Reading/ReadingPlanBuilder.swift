import Messages

/// Lays declarations flat; what is declared once is laid once.
struct ReadingPlanBuilder {
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]
    private(set) var members: [ReadingPlan.Member] = []
    private(set) var parts: [ReadingPlan.Part] = []
    private(set) var scalars: [ScalarType] = []
    private(set) var codes: [ReadingPlan.Codes] = []
    private(set) var lists: [ReadingPlan.List] = []
    /// Where lists of codes and parts were laid; the declarations live as long as the program or the catalogue.
    private var codePlaces: [ObjectIdentifier: Int] = [:]
    private var partPlaces: [ObjectIdentifier: Int] = [:]
    private let catalogue: MessageCatalogue

    init(_ catalogue: MessageCatalogue) {
        self.catalogue = catalogue
        for name in ReadingPlan.wellKnownNames { _ = self.name(name) }
    }

    /// The number of a name.
    mutating func name(_ name: String) -> Int32 {
        if let number = numbers[name] { return number }
        let number = Int32(truncatingIfNeeded: names.count)
        numbers[name] = number
        names.append(name)
        return number
    }

    /// The members that fields declare.
    mutating func part(_ fields: [Field]) -> ReadingPlan.Part {
        var laid: [ReadingPlan.Member] = []
        for field in fields {
            laid.append(
                ReadingPlan.Member(name: name(field.name), isRequired: field.isRequired, shape: shape(field.type)))
        }
        members += laid
        return ReadingPlan.Part(
            members: members.count - laid.count..<members.count, required: laid.count { $0.isRequired })
    }

    private mutating func shape(_ type: FieldType) -> ReadingPlan.Shape {
        switch type {
        case .scalar(let scalar):
            return scalar.isAnyText ? .freeText(atMost: scalar.length.upperBound) : .scalar(place(of: scalar))
        case .closedCode(let list):
            return .closedCode(place(of: list))
        case .openCode(let list):
            return .openCode(place(of: list))
        case .part(let declared):
            if let place = partPlaces[ObjectIdentifier(declared)] { return .part(place) }
            parts.append(part(declared.fields))
            partPlaces[ObjectIdentifier(declared)] = parts.count - 1
            return .part(parts.count - 1)
        case .list(let item, let itemType, let minimum):
            lists.append(ReadingPlan.List(itemName: name(item), item: shape(itemType), minimum: minimum))
            return .list(lists.count - 1)
        }
    }

    private mutating func place(of scalar: ScalarType) -> Int {
        if let place = scalars.firstIndex(where: { $0 === scalar }) { return place }
        scalars.append(scalar)
        return scalars.count - 1
    }

    private mutating func place(of list: CodeList) -> Int {
        if let place = codePlaces[ObjectIdentifier(list)] { return place }
        codePlaces[ObjectIdentifier(list)] = codes.count
        if list === CodeList.messageTypeName {
            // The one list that is not as it is declared: it holds the types of the catalogue.
            let types = CodeList(list.name, catalogue.types.map { .init($0.name, $0.title) })
            codes.append(ReadingPlan.Codes(types, unknown: .unknownType))
        } else {
            codes.append(ReadingPlan.Codes(list, unknown: .unknownCode))
        }
        return codes.count - 1
    }
}
