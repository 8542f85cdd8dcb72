package io.rolestream.common.config;

import java.math.BigDecimal;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Adds keys to a definition: {@code keys.integer(PORT, 8080, 0, 65_535).doc("Port to listen on.")}. A default of null
 * means that it depends on something else, which the documentation names. Kafka's importance is not used.
 */
public final class Keys {
    private final ConfigDef definitions;

    public Keys(ConfigDef definitions) {
        this.definitions = definitions;
    }

    /** A key that is added once its documentation is given. */
    @FunctionalInterface
    public interface Undocumented {
        /** Adds the key with what people read of it. */
        void doc(String text);
    }

    /** Any text, also none. */
    public Undocumented text(String name, String standard) {
        return key(name, Type.STRING, standard, null);
    }

    /** A text that a validator accepts. */
    public Undocumented text(String name, @Nullable String standard, ConfigDef.Validator validator) {
        return key(name, Type.STRING, standard, validator);
    }

    /** A text of at least one character. */
    public Undocumented nonEmpty(String name, String standard) {
        return text(name, standard, new ConfigDef.NonEmptyString());
    }

    /** A text of at least one character, whose default begins with {@code topic.prefix} ({@link PrefixedDefault}). */
    public Undocumented prefixed(String name, String standard) {
        return text(name, standard, new PrefixedDefault());
    }

    /** A duration, see {@link Durations}. */
    public Undocumented duration(String name, String standard) {
        return text(name, standard, Durations.VALIDATOR);
    }

    /** A text that is never shown; empty unless set. */
    public Undocumented secret(String name) {
        return key(name, Type.PASSWORD, "", null);
    }

    public Undocumented flag(String name, boolean standard) {
        return key(name, Type.BOOLEAN, standard, null);
    }

    /** Any whole number. */
    public Undocumented integer(String name, int standard) {
        return key(name, Type.INT, standard, null);
    }

    /** A whole number from {@code least} to {@code most}. */
    public Undocumented integer(String name, int standard, int least, int most) {
        return integer(name, standard, ConfigDef.Range.between(least, most));
    }

    /** A whole number that a validator accepts. */
    public Undocumented integer(String name, int standard, ConfigDef.Validator validator) {
        return key(name, Type.INT, standard, validator);
    }

    /** A number from {@code least} to {@code most}. */
    public Undocumented decimal(String name, double standard, int least, int most) {
        return decimal(name, standard, ConfigDef.Range.between(least, most));
    }

    /** A number that a validator accepts. */
    public Undocumented decimal(String name, @Nullable Double standard, ConfigDef.Validator validator) {
        return key(name, Type.DOUBLE, standard, validator);
    }

    /** Accepts null, and what a check does not refuse by an {@link IllegalArgumentException}. */
    public static ConfigDef.Validator checked(Consumer<String> check, String accepted) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        if (value != null) {
                            check.accept(value.toString());
                        }
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, e.getMessage());
                    }
                },
                () -> accepted);
    }

    /** Accepts null, and texts that a regular expression matches. */
    public static ConfigDef.Validator matching(String expression, String accepted) {
        return checked(text -> require(text.matches(expression), accepted), accepted);
    }

    /** Accepts null, and numbers from {@code least} to {@code most}. */
    public static ConfigDef.Validator between(double least, double most) {
        String accepted = plain(least) + " to " + plain(most);
        return checked(
                text -> require(
                        Double.parseDouble(text) >= least && Double.parseDouble(text) <= most,
                        "a number of " + accepted),
                accepted);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static void require(boolean isAccepted, String accepted) {
        if (!isAccepted) {
            throw new IllegalArgumentException("expected " + accepted);
        }
    }

    private Undocumented key(
            String name, Type type, @Nullable Object standard, ConfigDef.@Nullable Validator validator) {
        return text -> definitions.define(name, type, standard, validator, Importance.MEDIUM, text);
    }
}
