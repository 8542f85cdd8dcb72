package io.rolestream.models.artifact;

import java.util.ArrayList;
import java.util.List;

/**
 * A manifest and the bytes of its file, which another release of the program may have written.
 *
 * @param json not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredManifest(Manifest manifest, byte[] json) {
    /** @throws ModelRefusedException as {@link Manifest#parse(byte[])} */
    public static StoredManifest parse(byte[] json) throws ModelRefusedException {
        return new StoredManifest(Manifest.parse(json), json);
    }

    /** All files of the version with the manifest itself, at {@code NAME/VERSION} in a store; not signed. */
    public VersionListing listing() {
        VersionDetails details = manifest.details();
        List<VersionFile> files = new ArrayList<>(manifest.files());
        files.add(new VersionFile(Manifest.FILE, json.length, Sha256.of(json)));
        return new VersionListing(details.name(), details.version(), details.location(), files, null);
    }
}
