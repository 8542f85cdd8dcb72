package io.rolestream.common.config;

import org.apache.kafka.common.config.ConfigDef;

/**
 * Accepts non-empty text, and marks a key whose default has {@code topic.prefix} before its name, so that installations
 * that share a cluster or a machine share neither consumer groups nor directories.
 */
final class PrefixedDefault extends ConfigDef.NonEmptyString {
    /**
     * A default with the prefix: before the name or, in a path, before the last element.
     *
     * @param plain the default without it
     */
    static String of(String prefix, String plain) {
        int name = plain.lastIndexOf('/') + 1;
        return plain.substring(0, name) + prefix + plain.substring(name);
    }
}
