internal import HTTPWire
internal import MessageFormats
internal import Messages

/// The ward tells, the municipality fetches and reads, and the receipts of all three levels come back.
extension DemoStory {
    func tellAdmission() async throws(CommandFailure) {
        let ids = messages.ids
        try await step("The ward sends an AdmissionNotice in XML", "Avdelningen skickar inskrivningsmeddelandet") {
            () async throws(CommandFailure) in
            let notice = messages.admissionNotice(ids.notice)
            let receipt = try await post(notice)
            for recipient in receipt.list("recipients") {
                tell("to \(recipient["name"]?.text ?? ""), because: \(recipient["why"]?.text ?? "")")
            }
            try expect(receipt.list("recipients").count == 3, "it goes to three units")
            let again = try await send(notice, by: "ehr")
            try expect(
                again.status == 200 && again.headers.first("Vaxel-Duplicate") == "true", "a resend is known", again)
        }
        try await step("A wrong person number is refused, with code and place", "Fel personnummer avvisas") {
            () async throws(CommandFailure) in
            let broken = messages.admissionNotice(ids.refused).replacing("191212121212", with: "191212121213")
            let answer = try await send(broken, by: "ehr")
            try expect(answer.status == 422, "a wrong check digit is refused", answer)
            let fault = try json(answer).list("errors").first
            try expect(fault?["code"]?.text == "VX-1201", "the refusal says why", answer)
            tell("422 \(fault?["code"]?.text ?? "") at \(fault?["path"]?.text ?? "")")
            tell(fault?["detail"]?.text ?? "")
        }
        try await step("The social service fetches it as JSON and completes it", "Socialtjänsten hämtar och bekräftar")
        {
            () async throws(CommandFailure) in
            let delivery = try await fetch(DemoMessages.social, ids.notice)
            tell("planned discharge \(delivery["message"]?["content"]?["plannedDischargeAt"]?.text ?? ""), as JSON")
            try await complete(delivery, by: "municipal", reference: "SOC-2026-17")
            tell("Completed with the municipality's own reference SOC-2026-17.")
            let read = try await kvittens(delivery, by: "Testperson Fyra")
            let due = try await dueKvittens(of: ids.notice, at: DemoMessages.social)
            tell("Kvittens by Testperson Fyra at \(read), due \(due).")
        }
        try await step("The ward gets its receipts", "Avdelningen får sina kvittenser") {
            () async throws(CommandFailure) in
            _ = try await take(by: "municipal", ["AdmissionNotice"])
            let receipt = "ApplicationReceipt"
            let taken = try await take(by: "ehr", ["AdmissionNotice", receipt, receipt, receipt, "ReadReceipt"])
            let receipts = taken.filter { $0["type"]?.text == receipt }
            try expect(receipts.allSatisfy { $0["content"]?["outcome"]?.text == "ok" }, "all three units took it")
            tell("ApplicationReceipt ok of three units (systemkvittens), ReadReceipt of one person (kvittens)")
        }
    }

    func tellReady() async throws(CommandFailure) {
        let ids = messages.ids
        try await step("The patient will stay a day longer", "Beräknad utskrivning ändras") {
            () async throws(CommandFailure) in
            _ = try await post(messages.estimatedDischargeChanged)
            tell("EstimatedDischargeChanged: \(messages.day(4)) becomes \(messages.day(5))")
        }
        try await step("Ready for discharge, withdrawn, and ready again", "Utskrivningsklar, återtagen, klar igen") {
            () async throws(CommandFailure) in
            _ = try await post(messages.readyForDischarge(ids.tooEarly))
            _ = try await post(messages.readyForDischargeWithdrawn)
            _ = try await post(messages.readyForDischarge(ids.ready))
            let kinds = [
                "EstimatedDischargeChanged", "ReadyForDischarge", "ReadyForDischargeWithdrawn", "ReadyForDischarge",
            ]
            let taken = try await take(by: "municipal", kinds + kinds)
            tell("Two units of the municipality fetched \(taken.count) messages with one call each: POST /v1/leases")
        }
    }
}
