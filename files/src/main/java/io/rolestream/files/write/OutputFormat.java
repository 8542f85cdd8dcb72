package io.rolestream.files.write;

import java.util.Locale;

/** How labels are written. */
public enum OutputFormat {
    /** One JSON object on each line. */
    JSON,
    /** A table with a header, RFC 4180. */
    CSV,
    /** An Avro object container file. */
    AVRO;

    /** The name that the command line knows it by. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
