package io.rolestream.common.text;

import java.util.Locale;

/**
 * An enum whose constants have a name in settings, files, reports and metrics: {@code ENOUGH_ITEMS} is
 * {@code enough-items}.
 */
public interface Keyed {
    /** The constant's name. */
    String name();

    /** The name that people and programs read. */
    default String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
