package io.rolestream.models;

import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.InferenceOptions;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/** Where model versions are, who must have signed them, and how models are computed. */
public record ModelSettings(StoreSettings store, Cache cache, Keys keys, InferenceOptions inference) {
    /**
     * Where downloaded versions are kept.
     *
     * @param versions how many, at least 1
     * @param maxBytes the largest version that is accepted
     */
    public record Cache(Path directory, int versions, long maxBytes) {
        /** Of models that are no versions, such as those of labellers. */
        public CalibrationMemory calibrations() {
            return CalibrationMemory.in(calibrationsIn(directory));
        }

        /** Where calibrations are stored in a cache. */
        public static Path calibrationsIn(Path directory) {
            return directory.resolve(".calibrations");
        }
    }

    /**
     * PEM files with Ed25519 keys.
     *
     * @param publicKey whose signature every version must have; null checks none
     * @param privateKey what published versions are signed with; null signs none
     */
    public record Keys(@Nullable Path publicKey, @Nullable Path privateKey) {
        /**
         * Reads the public key; null if none is configured.
         *
         * @throws io.rolestream.common.config.ConfigurationException if the file holds no such key
         */
        public @Nullable PublicKey readPublic() {
            return publicKey == null ? null : PemKeys.publicKey(publicKey);
        }

        /**
         * Reads the private key; null if none is configured.
         *
         * @throws io.rolestream.common.config.ConfigurationException if the file holds no such key
         */
        public @Nullable PrivateKey readPrivate() {
            return privateKey == null ? null : PemKeys.privateKey(privateKey);
        }
    }
}
