package io.rolestream.models.store;

import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.PackagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Stores the files of model versions, each version in its own directory that never changes. Thread-safe.
 *
 * <p>An {@link IOException} means that the store cannot answer at present, and trying again may help; a
 * {@link ModelRefusedException} means that it does not have what was announced.
 *
 * <p>Locations are relative to the store's root, with forward slashes; callers must have
 * {@linkplain io.rolestream.models.artifact.VersionNames#checkPath checked} them and all paths.
 */
public interface ArtifactStore extends AutoCloseable {
    /**
     * Resolves the location in an announcement.
     *
     * @param announced a relative location, or an absolute URI below the store's root
     * @throws ModelRefusedException {@link io.rolestream.models.artifact.Refusal#PATH} if it is elsewhere
     */
    String locate(String announced) throws ModelRefusedException;

    /**
     * Opens a file for reading. The caller closes it.
     *
     * @throws ModelRefusedException {@link io.rolestream.models.artifact.Refusal#FILES} if it does not exist,
     *     {@link io.rolestream.models.artifact.Refusal#PATH} if it is a link that leads out of the store
     * @throws IOException if the store cannot be reached, or refuses access
     */
    InputStream open(String location, String path) throws IOException, ModelRefusedException;

    boolean contains(String location) throws IOException;

    /**
     * Publishes a version, which becomes visible when it is complete. One process at a time may publish at a location;
     * leftovers of a process that died are removed.
     *
     * @param files the manifest last
     * @throws java.nio.file.FileAlreadyExistsException if the location has a version, which is left as it is
     * @throws IOException if the store cannot be reached, or is full
     */
    void publish(String location, List<PackagedFile> files) throws IOException;

    /** Deletes a version, if it exists; it becomes invisible before its files are deleted. */
    void delete(String location) throws IOException;

    @Override
    void close();
}
