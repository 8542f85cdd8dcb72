package io.rolestream.engine.hub;

/** Told how a download goes. Called by the downloading thread, often; so it must be quick. */
@FunctionalInterface
public interface DownloadProgress {
    /** Ignores progress. */
    DownloadProgress NONE = (file, done, total) -> {};

    /**
     * A file has grown.
     *
     * @param file its name
     * @param done bytes there, those of an earlier attempt included; less than before where an attempt starts over
     * @param total bytes of the whole file, or -1 where the server does not say
     */
    void update(String file, long done, long total);
}
