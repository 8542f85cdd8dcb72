package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;

/** Turns what a value's type refuses into wrong usage of the options that gave the value. */
public final class OptionValues {
    private OptionValues() {}

    /** Makes a value of options. */
    @FunctionalInterface
    public interface Making<T, E extends Exception> {
        T make() throws E;
    }

    /**
     * Makes a value of some options.
     *
     * @param options their names, for the message
     * @throws ConfigurationException if the value is refused as an {@link IllegalArgumentException}
     */
    public static <T, E extends Exception> T of(String options, Making<T, E> making) throws E {
        try {
            return making.make();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(options + ": " + e.getMessage(), e);
        }
    }

    /** The same for messages that say what they are about. */
    public static <T, E extends Exception> T check(Making<T, E> making) throws E {
        try {
            return making.make();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }
}
