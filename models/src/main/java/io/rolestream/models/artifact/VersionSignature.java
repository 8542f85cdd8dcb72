package io.rolestream.models.artifact;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signs and checks statements with Ed25519, the {@link VersionListing#statement() statement} of a version for one. */
public final class VersionSignature {
    public static final String ALGORITHM = "Ed25519";

    private VersionSignature() {}

    /**
     * Signs a version, and returns the signature in Base64.
     *
     * @throws IllegalArgumentException if the key is not an Ed25519 key
     */
    public static String sign(VersionListing version, PrivateKey key) {
        return sign(version.statement(), key);
    }

    /**
     * Signs a statement, and returns the signature in Base64.
     *
     * @throws IllegalArgumentException if the key is not an Ed25519 key
     */
    public static String sign(byte[] statement, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(statement);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("not a private key for " + ALGORITHM, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has Ed25519, and a good key signs anything
        }
    }

    /**
     * @throws ModelRefusedException {@link Refusal#SIGNATURE} if the version has no signature by this key over these
     *     files
     * @throws IllegalArgumentException if the key is not an Ed25519 key
     */
    public static void check(VersionListing version, PublicKey key) throws ModelRefusedException {
        String encoded = version.signature();
        if (encoded == null || encoded.isBlank()) {
            throw new ModelRefusedException(
                    Refusal.SIGNATURE,
                    version + " is not signed, but model.public.key requires a signature; publish it with"
                            + " model.private.key");
        }
        if (!verifies(version.statement(), encoded, key)) {
            throw new ModelRefusedException(
                    Refusal.SIGNATURE,
                    "the signature of " + version + " does not match these files and model.public.key");
        }
    }

    /**
     * Whether this is the key's signature of the statement; false for null.
     *
     * @throws IllegalArgumentException if the key is not an Ed25519 key
     */
    public static boolean verifies(byte[] statement, @Nullable String encoded, PublicKey key) {
        if (encoded == null) {
            return false;
        }
        Signature signature;
        try {
            signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key for " + ALGORITHM, e);
        }
        try {
            signature.update(statement);
            return signature.verify(Base64.getDecoder().decode(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // not Base64, or not of a signature's size and form
        }
    }
}
