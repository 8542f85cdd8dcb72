package io.rolestream.common.reading;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The consumer group of a service.
 *
 * @param id its name
 * @param setting the key that names it
 * @param value of the setting; the group's name may have a suffix
 * @param former the name that versions used whose defaults did not begin with {@code topic.prefix}; null if the name
 *     was set, or there is no prefix
 */
public record OwnGroup(
        String id, String setting, String value, @Nullable Former former) {
    /**
     * A default of earlier versions.
     *
     * @param id the group's name
     * @param keep the settings that keep to it, for messages
     */
    public record Former(String id, String keep) {}

    /**
     * A group by its setting.
     *
     * @param unprefixed the defaults of earlier versions, of this setting and of the directories that belong to it, as
     *     far as they are not set
     */
    public static OwnGroup of(String setting, String id, Map<String, String> unprefixed) {
        String former = unprefixed.get(setting);
        return new OwnGroup(
                id,
                setting,
                id,
                former == null
                        ? null
                        : new Former(
                                former,
                                unprefixed.entrySet().stream()
                                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                                        .collect(Collectors.joining(" and "))));
    }

    /** The group whose name has this suffix. */
    public OwnGroup with(String suffix) {
        return new OwnGroup(
                id + suffix, setting, value, former == null ? null : new Former(former.id() + suffix, former.keep()));
    }
}
