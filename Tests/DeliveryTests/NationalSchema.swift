import Foundation
import TestSupport
import Testing
import XMLDocuments

/// The national schema of GetCarePlans 2.0, which is no part of the repository.
enum NationalSchema {
    /// Whether tests of it run: the corpus is there, or must be there, in which case they fail without it.
    static let mustRun =
        RepositoryFiles.corpus != nil || ProcessInfo.processInfo.environment["VAXEL_REQUIRE_CORPUS"] == "1"

    static func compiled() throws -> XMLSchema {
        let corpus = try #require(RepositoryFiles.corpus, "VAXEL_REQUIRE_CORPUS is 1 and VAXEL_CORPUS is not set")
        let folder = corpus.appending(path: "riv-ta/getcareplans")
        let core = ["clinicalprocess_logistics_logistics_3.0.xsd", "clinicalprocess_logistics_logistics_enum_3.0.xsd"]
        let parts = try core.map {
            ($0, [UInt8](try Data(contentsOf: folder.appending(path: "core_components/\($0)"))))
        }
        let whole = folder.appending(path: "interactions/GetCarePlansInteraction/GetCarePlansResponder_2.0.xsd")
        return try #require(
            XMLSchema.compile([UInt8](try Data(contentsOf: whole)), parts: Dictionary(uniqueKeysWithValues: parts)))
    }

    /// A document as it stands in an answer of the contract, since the schema declares no `carePlan` by itself.
    static func response(with carePlan: [UInt8]) throws -> XMLDocument {
        let text = String(decoding: carePlan, as: UTF8.self)
        let element = text[(text.range(of: "?>")?.upperBound ?? text.startIndex)...]
        return try XMLDocument.parse(
            Array(
                """
                <GetCarePlansResponse xmlns="urn:riv:clinicalprocess:logistics:logistics:GetCarePlansResponder:2" \
                xmlns:c="urn:riv:clinicalprocess:logistics:logistics:3">\(element)\
                <result><c:resultCode>OK</c:resultCode><c:logId>1</c:logId></result></GetCarePlansResponse>
                """.utf8))
    }
}
