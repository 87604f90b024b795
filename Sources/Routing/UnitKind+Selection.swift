package import Messages

extension UnitKind {
    /// The processes whose messages a unit of this kind takes (dataurval).
    ///
    /// | Kind | Takes |
    /// | --- | --- |
    /// | `administrative` | receipts only: it takes no part in anybody's care |
    /// | `medicallyResponsibleNurse`, `headOfOperations` | `general` and receipts: deviations and letters, no planning |
    /// | `school` | `openCare`, `general` and receipts: a pupil's SIP, but neither hospital discharge nor compulsory care |
    /// | every other | all |
    package var processes: Set<MessageType.Process> {
        switch self {
        case .administrative: [.receipts]
        case .medicallyResponsibleNurse, .headOfOperations: [.general, .receipts]
        case .school: [.openCare, .general, .receipts]
        case .ward, .psychiatricWard, .forensicWard, .healthCentre, .openPsychiatry, .specialist, .rehabilitation,
            .socialService, .lss, .municipalHealthCare, .specialHousing:
            Set(MessageType.Process.allCases)
        }
    }

    /// Whether a unit of this kind takes messages of a type.
    package func takes(_ type: MessageType) -> Bool {
        // Most kinds take all, and asking a set for that would make one each time.
        switch self {
        case .administrative, .medicallyResponsibleNurse, .headOfOperations, .school:
            processes.contains(type.process)
        case .ward, .psychiatricWard, .forensicWard, .healthCentre, .openPsychiatry, .specialist, .rehabilitation,
            .socialService, .lss, .municipalHealthCare, .specialHousing:
            true
        }
    }

    /// Whether a unit of this kind is open care of a region (öppenvård), whoever runs it.
    ///
    /// Source: lag (2017:612) 1 kap. 4 §, 2 kap. 1 §.
    var isRegionalOpenCare: Bool {
        switch self {
        case .healthCentre, .openPsychiatry, .specialist, .rehabilitation: true
        case .ward, .psychiatricWard, .forensicWard, .socialService, .lss, .municipalHealthCare, .specialHousing,
            .school, .administrative, .medicallyResponsibleNurse, .headOfOperations:
            false
        }
    }

    /// Whether a unit of this kind is a ward: hospital care (sluten vård), psychiatric and forensic too.
    ///
    /// Source: lag (2017:612) 2 kap. 1 §.
    package var isInpatientCare: Bool {
        switch self {
        case .ward, .psychiatricWard, .forensicWard: true
        case .healthCentre, .openPsychiatry, .specialist, .rehabilitation, .socialService, .lss, .municipalHealthCare,
            .specialHousing, .school, .administrative, .medicallyResponsibleNurse, .headOfOperations:
            false
        }
    }

    /// Whether a unit of this kind is a function that looks into deviations.
    ///
    /// Source: catalogue, Deviation.
    var takesDeviations: Bool { self == .medicallyResponsibleNurse || self == .headOfOperations }

    /// Whether a unit of this kind gives compulsory care in a ward.
    ///
    /// Source: LPT 15 §; LRV 6 §.
    var isPsychiatricInpatientCare: Bool {
        switch self {
        case .psychiatricWard, .forensicWard: true
        case .ward, .healthCentre, .openPsychiatry, .specialist, .rehabilitation, .socialService, .lss,
            .municipalHealthCare, .specialHousing, .school, .administrative, .medicallyResponsibleNurse,
            .headOfOperations:
            false
        }
    }

    /// Whether a unit of this kind belongs to the care that sends a message by the law.
    func belongs(to care: LawfulSender) -> Bool {
        switch care {
        case .inpatientCare: isInpatientCare
        case .regionalOpenCare: isRegionalOpenCare
        case .psychiatricInpatientCare: isPsychiatricInpatientCare
        }
    }

    /// The kind of unit that has a function.
    ///
    /// Source: fields, Head, `receivers[]`.
    init(_ function: ReceiverFunction) {
        switch function {
        case .socialService: self = .socialService
        case .municipalHealthCare: self = .municipalHealthCare
        case .specialHousing: self = .specialHousing
        case .school: self = .school
        case .medicallyResponsibleNurse: self = .medicallyResponsibleNurse
        case .headOfOperations: self = .headOfOperations
        }
    }
}
