package io.rolestream.stream.recommending.labels;

import java.util.Locale;

/** What led to a label. */
enum LabelCause {
    /** A new posting. */
    NEW,
    /** A changed posting. */
    CHANGED,
    /** Other rules, or another model. */
    VERSION;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
