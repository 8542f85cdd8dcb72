package io.rolestream.models.loading;

/** A verified version in use. Closing it frees its model. */
public interface LoadedVersion extends AutoCloseable {
    /** The model's name. */
    String name();

    String version();

    @Override
    void close();
}
