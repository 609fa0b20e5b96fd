import CCrypto

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece. Belongs to one thread at a time.
public final class SHA256Stream {
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public func add(_ data: UnsafeRawBufferPointer) {
        guard data.count > 0 else { return }
        precondition(EVP_DigestUpdate(context, data.baseAddress, data.count) == 1)
    }

    /// The digest of everything added. Nothing may be added afterwards.
    public func finish() -> SHA256Digest {
        let bytes = [UInt8](unsafeUninitializedCapacity: 32) { out, count in
            var length: UInt32 = 32
            precondition(EVP_DigestFinal_ex(context, out.baseAddress, &length) == 1 && length == 32)
            count = 32
        }
        guard let digest = SHA256Digest(bytes: bytes) else { preconditionFailure("a SHA-256 digest has 32 bytes") }
        return digest
    }
}
