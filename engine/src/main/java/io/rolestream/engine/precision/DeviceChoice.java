package io.rolestream.engine.precision;

import java.util.Locale;

/** Where to compute a model. */
public enum DeviceChoice {
    /** On a GPU if one is usable, else on the CPU. */
    AUTO,
    CPU,
    /** On a GPU; refused if none is usable. */
    GPU;

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
