package io.rolestream.engine.precision;

import java.util.Locale;

/** Where a model is to be computed. */
public enum DeviceChoice {
    /** On a GPU where one can be used, else on the CPU. */
    AUTO,
    CPU,
    /** On a GPU; refused where none can be used. */
    GPU;

    /** Its name in options. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
