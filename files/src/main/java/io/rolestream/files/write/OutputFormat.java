package io.rolestream.files.write;

import java.util.Locale;

public enum OutputFormat {
    /** One object on each line. */
    JSON,
    /** RFC 4180, with a header. */
    CSV,
    /** An Avro object container file. */
    AVRO;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
