import TestSupport

/// One step of the whole case, as one of the systems takes it.
struct CaseStep: Sendable {
    let name: String
    let perform: @Sendable (CaseRun) async throws -> Void

    private init(_ name: String, _ perform: @escaping @Sendable (CaseRun) async throws -> Void) {
        self.name = name
        self.perform = perform
    }

    /// The whole case of one patient, from the admission to the closing of the plan; messages in both forms.
    static let wholeCase: [CaseStep] = admission + ready + plan + mistake + discharge

    private static let admission = [
        CaseStep("the ward sends a notice") {
            try await $0.send("notice", "AdmissionNotice.xml", from: CaseRun.ward)
        },
        CaseStep("the social service fetches it") { try await $0.lease(CaseRun.social, "notice") },
        CaseStep("the social service completes it") { try await $0.complete(CaseRun.social, "notice") },
        CaseStep("a person of the social service reads it") {
            try await $0.kvittens(CaseRun.social, "notice", by: "Testperson Fyra")
        },
        CaseStep("home nursing takes it") { try await $0.take(CaseRun.nurses) },
        CaseStep("the health centre takes it") { try await $0.take(CaseRun.healthCentre) },
        CaseStep("the ward takes its receipts") { try await $0.take(CaseRun.ward) },
    ]

    private static let ready = [
        CaseStep("the ward changes the estimate") {
            try await $0.send("estimate", "EstimatedDischargeChanged.json", from: CaseRun.ward, refersTo: "notice")
        },
        CaseStep("the ward says ready, too early") {
            try await $0.send("too early", "ReadyForDischarge-too-early.xml", from: CaseRun.ward, refersTo: "notice")
        },
        CaseStep("the social service takes both") { try await $0.take(CaseRun.social) },
        CaseStep("the ward withdraws ready") {
            try await $0.send(
                "withdrawn", "ReadyForDischargeWithdrawn.json", from: CaseRun.ward, refersTo: "too early")
        },
        CaseStep("the ward says ready again") {
            try await $0.send("ready", "ReadyForDischarge.xml", from: CaseRun.ward, refersTo: "notice")
        },
        CaseStep("all take what they wait for") { try await $0.takeAll() },
    ]

    private static let plan = [
        CaseStep("the health centre calls to a SIP") {
            try await $0.send(
                "call", "DischargeSipInvitation.json", from: CaseRun.healthCentre, refersTo: "ready")
        },
        CaseStep("the plan is agreed") {
            try await $0.send("plan", "SipEstablished-discharge.xml", from: CaseRun.healthCentre) {
                $0.set("planId", planID)
            }
        },
        CaseStep("1177 shows the plan") { try await $0.expectShown("Samordnad individuell plan (SIP)") },
        CaseStep("home nursing fetches the call") { try await $0.lease(CaseRun.nurses, "call") },
        CaseStep("a person of home nursing reads it") {
            try await $0.kvittens(CaseRun.nurses, "call", by: "Testperson Sex")
        },
        CaseStep("home nursing completes it") { try await $0.complete(CaseRun.nurses, "call") },
        CaseStep("all take what they wait for") { try await $0.takeAll() },
    ]

    private static let mistake = [
        CaseStep("the ward sends an estimate by mistake") {
            try await $0.send("mistake", "EstimatedDischargeChanged.xml", from: CaseRun.ward, refersTo: "notice")
        },
        CaseStep("the ward cancels it before anybody has fetched it") {
            try await $0.send("cancellation", "MessageCancelled-law-only.xml", from: CaseRun.ward, refersTo: "mistake")
            {
                $0 = $0.replacing("189002029800", with: "191212121212")
                    .replacing("Testperson Adertonhundra", with: "Tolvan Tolvansson")
                    .replacing("<code>wrongPatient</code>", with: "<code>wrongContent</code>")
            }
            $0.expectCancelled("mistake")
        },
        CaseStep("the social service gets the cancellation and not the mistake") {
            try await $0.lease(CaseRun.social, "cancellation")
            let delivery = $0.offered[CaseDelivery("cancellation")]?[CaseRun.social] ?? .null
            try expectCase(delivery["originalOffered"].boolean == false, "the original was not offered")
        },
        CaseStep("all take what they wait for") { try await $0.takeAll() },
    ]

    private static let discharge = [
        CaseStep("the ward discharges the patient") {
            try await $0.send("discharge", "DischargeMessage.json", from: CaseRun.ward, refersTo: "notice")
        },
        CaseStep("the coordinator closes the plan") {
            try await $0.send("closing", "SipClosed.xml", from: CaseRun.healthCentre, refersTo: "plan") {
                $0.set("planId", planID)
            }
        },
        CaseStep("1177 shows the plan as closed") {
            try await $0.expectShown("Samordnad individuell plan (SIP) – avslutad")
        },
        CaseStep("the municipality takes what it waits for") {
            try await $0.take(CaseRun.social)
            try await $0.take(CaseRun.nurses)
            try await $0.take(CaseRun.housing)
        },
        CaseStep("the region takes what it waits for") { try await $0.takeAll() },
    ]

    /// The plan's id, under which it is found at 1177.
    static let planID = "d40e7d56-03c7-5b38-b899-05e752e7c0f0"
}

extension CaseRun {
    /// Every unit takes what it waits for, the senders last: what they get comes of the others.
    fileprivate func takeAll() async throws {
        for unit in [Self.social, Self.nurses, Self.healthCentre, Self.ward, Self.healthCentre] { try await take(unit) }
    }
}
