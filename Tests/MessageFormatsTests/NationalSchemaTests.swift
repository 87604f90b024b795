import Foundation
import TestSupport
import Testing
import XMLDocuments

@Suite struct NationalSchemaTests {
    @Test(.enabled(if: RepositoryFiles.corpus != nil, "VAXEL_CORPUS is not set"))
    func `the national schema of care plans compiles`() throws {
        let folder = try #require(RepositoryFiles.corpus).appending(path: "riv-ta/getcareplans")
        let core = ["clinicalprocess_logistics_logistics_3.0.xsd", "clinicalprocess_logistics_logistics_enum_3.0.xsd"]
        let parts = try core.map {
            ($0, [UInt8](try Data(contentsOf: folder.appending(path: "core_components/\($0)"))))
        }
        let whole = folder.appending(path: "interactions/GetCarePlansInteraction/GetCarePlansResponder_2.0.xsd")
        let schema = XMLSchema.compile(
            [UInt8](try Data(contentsOf: whole)), parts: Dictionary(uniqueKeysWithValues: parts))
        #expect(schema != nil)
    }
}
