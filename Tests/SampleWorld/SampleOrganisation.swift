package import Messages
package import Routing

extension UnitID {
    package static let ward = sample("SE0000000001-AVD52")
    package static let healthCentre = sample("SE0000000001-HC01")
    package static let psychiatricWard = sample("SE0000000001-PSYK1")
    package static let socialService = sample("SE0000000002-SOC1")
    package static let municipalCare = sample("SE0000000002-KHS1")
    package static let housing = sample("SE0000000002-SABO1")
    package static let neighbour = sample("SE0000000003-SOC1")
    package static let gateway = sample("SE0000000001-VAXEL")

    /// A unit of a test's own.
    package static func sample(_ text: String) -> UnitID {
        guard let id = UnitID(text) else { preconditionFailure("\(text) is no HSA-id") }
        return id
    }
}

extension OrganisationID {
    package static let region = sample("SE0000000001")
    package static let municipality = sample("SE0000000002")

    private static func sample(_ text: String) -> OrganisationID {
        guard let id = OrganisationID(text) else { preconditionFailure("\(text) is no HSA-id") }
        return id
    }
}

extension SystemID {
    package static let ehr = sample("ehr")
    package static let municipal = sample("municipal")
    package static let operations = sample("operator")

    private static func sample(_ text: String) -> SystemID {
        guard let id = SystemID(text) else { preconditionFailure("\(text) is no name of a system") }
        return id
    }
}

extension Timestamp {
    /// 2026-11-22T09:00:00+01:00, when tests happen.
    package static let testTime = Timestamp(microseconds: 1_795_334_400_000_000)
}

extension Directory {
    /// The sample organisation of the contract, without subscriptions unless told otherwise.
    package static func sample(_ subscriptions: [Subscription] = [], also units: [Unit] = []) -> Directory {
        Directory(organisations: [], units: sampleUnits + units, subscriptions: subscriptions)
    }

    private static let sampleUnits = [
        Unit(
            id: .ward, name: "Avdelning 52", kind: .ward, organisation: .region, careGiver: .sample("SE0000000001-VG1"),
            careUnit: .ward, highestSensitivity: 2),
        Unit(
            id: .healthCentre, name: "Hälsocentralen Ett", kind: .healthCentre, organisation: .region,
            careGiver: .sample("SE0000000001-VG1"), careUnit: .healthCentre, municipalityCodes: ["2580"],
            highestSensitivity: 2),
        Unit(
            id: .socialService, name: "Socialtjänsten", kind: .socialService, organisation: .municipality,
            municipalityCodes: ["2580"], highestSensitivity: 3,
            contact: .init(name: "Biståndsenheten", phone: "031-390 06 11", reservePhone: "031-390 06 12")),
        Unit(
            id: .municipalCare, name: "Kommunal hälso- och sjukvård", kind: .municipalHealthCare,
            organisation: .municipality, municipalityCodes: ["2580"], highestSensitivity: 3),
        Unit(
            id: .housing, name: "Särskilt boende Ett", kind: .specialHousing, organisation: .municipality,
            municipalityCodes: ["2580"], highestSensitivity: 1),
    ]
}
