package io.rolestream.files.documents;

import java.time.Duration;

/**
 * What reading documents may cost.
 *
 * @param maxBytes largest document
 * @param maxChars longest text, in UTF-16 code units
 * @param maxFiles most documents in a folder or an archive
 * @param maxExpandedMegabytes largest sum of the documents of an archive
 * @param timeout longest time for one document
 * @param heapMegabytes memory of the process that reads them
 */
public record DocumentLimits(
        int maxBytes, int maxChars, int maxFiles, int maxExpandedMegabytes, Duration timeout, int heapMegabytes) {
    /** The defaults of the settings. */
    public static final DocumentLimits STANDARD =
            new DocumentLimits(20 * 1024 * 1024, 250_000, 100_000, 4096, Duration.ofSeconds(20), 256);

    /** @throws IllegalArgumentException if a limit is not positive */
    public DocumentLimits {
        if (maxBytes < 1 || maxChars < 1 || maxFiles < 1 || maxExpandedMegabytes < 1 || heapMegabytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive: " + timeout);
        }
    }
}
