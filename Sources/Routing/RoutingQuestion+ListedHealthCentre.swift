import Messages

extension RoutingQuestion {
    /// Where the patient is listed, as far as that can be told.
    enum ListedHealthCentre {
        /// One unit, with how it was found.
        case one(Unit, why: String)
        /// Several that it could be.
        case several([Unit])
        /// No unit, with what is missing.
        case none(detail: String)
    }

    /// The health centre where the patient is listed: what is said counts before what can be concluded.
    ///
    /// In this order: the unit that the message names, the one that the case knows, the only health centre among the parties
    /// of the case, the only one that serves the patient's municipality. A unit that is said to be it and is not in the
    /// directory ends the search: any other would be the wrong one, and would get what is secret to it.
    func listedHealthCentre() -> ListedHealthCentre {
        if let named = message.content.record("listedUnit")?.text("hsaId") {
            guard let unit = UnitID(named).flatMap({ directory.units[$0] }) else {
                return .none(detail: "the listed health centre that the message names is not in the directory")
            }
            return .one(unit, why: "listed health centre named in the message")
        }
        if let listed = context.listedUnit {
            guard let unit = directory.units[listed] else {
                return .none(detail: "the listed health centre of the case is not in the directory")
            }
            return .one(unit, why: "listed health centre of the case")
        }
        let parties = Set(context.caseParties).compactMap { directory.units[$0] }
            .filter { $0.kind == .healthCentre && $0.isValid(at: moment) }
            .sorted { $0.id < $1.id }
        return Self.only(parties, why: "the only health centre of the case") ?? onlyOneOfMunicipality()
    }

    private func onlyOneOfMunicipality() -> ListedHealthCentre {
        guard let municipalityCode = message.patient?.municipalityCode else {
            return .none(detail: "neither the message nor its case tells where the patient is listed, or lives")
        }
        let units = directory.units(of: .healthCentre, serving: municipalityCode, at: moment)
        return Self.only(units, why: "the only health centre of municipality \(municipalityCode)")
            ?? .none(detail: "no health centre in the directory serves the patient's municipality")
    }

    /// Nil when there are none.
    private static func only(_ units: [Unit], why: String) -> ListedHealthCentre? {
        guard let first = units.first else { return nil }
        return units.count == 1 ? .one(first, why: why) : .several(units)
    }
}
