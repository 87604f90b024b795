/// The version of the product, as `vaxel version` prints it.
package enum ProductVersion {
    /// Semantic versioning 2.0.0.
    package static let text = "0.1.0"
}
