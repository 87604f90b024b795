extension MessageType {
    /// Utskrivningsklar: the treating doctor judges that the patient no longer needs the hospital.
    package static let readyForDischarge = MessageType(
        name: "ReadyForDischarge", title: "Utskrivningsklar",
        summary: "The patient is ready to leave the hospital; the clock of the municipality's payment may begin.",
        process: .discharge, sensitivity: 2, legalBasis: "lag (2017:612) 1 kap. 3 §, 3 kap. 1 §",
        deadline: "as soon as possible (lag 2017:612 3 kap. 1 §)", receipts: [.transport, .application, .kvittens],
        refersTo: .required, refersToTypes: ["AdmissionNotice"], lawfulSender: .inpatientCare,
        milestone: Milestone(
            [.ready: "readyAt"],
            facts: ["sipNeed", "regionalCareClear", "plannedDischargeAt", "destination", "placingMunicipalityCode"]),
        fields: [
            Field(
                "readyAt", .dateTime, .required, .law, "Utskrivningsklar från",
                "Not after sentAt, with five minutes for clocks. Source: lag (2017:612) 1 kap. 3 §, 3 kap. 1 §."),
            Field(
                "decidedBy", .part(.person), .required, .law, "Behandlande läkare",
                "The treating doctor who judged it. Source: lag (2017:612) 1 kap. 3 §."),
            Field(
                "sipNeed", .closedCode(.sipNeed), .required, .law, "SIP behövs",
                "Only needed makes the kallelse a condition of payment. Source: lag (2017:612) 4 kap. 1–3 §§, 5 kap. 3 §."
            ),
            Field(
                "regionalCareClear", .closedCode(.regionalCareClear), .required, .law,
                "Regionens öppenvårdsinsatser klara",
                "With no, payment does not begin. Source: lag (2017:612) 5 kap. 5 §."),
            Field("plannedDischargeAt", .when, .optional, .law, "Planerad hemgång", "When the patient is to leave."),
            Field(
                "destination", .openCode(.dischargeDestination), .optional, .law, "Utskrivs till",
                "Where the patient is to go, by kind."),
            Field(
                "placingMunicipalityCode", .municipalityCode, .optional, .law, "Placeringskommun",
                "The payer, when another municipality decided the placement. Source: lag (2017:612) 5 kap. 2 §."),
            Field("remainingNeeds", .text, .optional, .sensitive, "Kvarstående behov", "What the patient still needs."),
        ],
        rules: [.readyWhenSent])
}

extension CodeList {
    fileprivate static let sipNeed = CodeList(
        "SipRequirement",
        [
            .init("needed", "ja, kallelse ska skickas"), .init("refused", "nej, den enskilde avböjer"),
            .init("onlySocialService", "nej, bara socialtjänst berörs"),
            .init("onlyRegion", "nej, bara regionen berörs"),
            .init("sipExists", "nej, SIP finns"), .init("compulsoryPlan", "nej, samordnad vårdplan finns (LPT, LRV)"),
        ])
    static let regionalCareClear = CodeList(
        "RegionalCareClear", [.init("yes", "ja"), .init("no", "nej"), .init("notNeeded", "behövs inte")])
    static let dischargeDestination = CodeList(
        "DischargeDestination",
        [
            .init("ownHome", "eget hem"), .init("specialHousing", "särskilt boende (SÄBO)"),
            .init("shortTerm", "korttidsboende"), .init("otherWard", "annan avdelning"),
            .init("otherHospital", "annat sjukhus"), .init("deceased", "avliden"), .init("other", "annat"),
        ])
}

extension Rule {
    static let readyWhenSent = Rule(
        .readyInFuture, source: "fields.md, ReadyForDischarge: readyAt; lag (2017:612) 3 kap. 1 §"
    ) { message in
        message.isSentBefore(message.content.text("readyAt")) ? [FieldPath("content", "readyAt")] : []
    }
}
