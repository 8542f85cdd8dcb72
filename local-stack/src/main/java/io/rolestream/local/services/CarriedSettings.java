package io.rolestream.local.services;

import io.rolestream.common.config.Settings;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.artifact.VersionTaxonomy;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.StreamConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The taxonomy and the rule set that a model's directory carries, as settings where no others are chosen. */
public final class CarriedSettings {
    private CarriedSettings() {}

    /**
     * Values of a command, with what its model carries.
     *
     * @param model its directory; null for none
     * @param load makes the settings of values
     * @param tell takes a line for each value that the model carries
     * @throws ModelRefusedException if the directory's taxonomy is malformed
     */
    public static Map<String, String> with(
            @Nullable Path model,
            Map<String, String> values,
            Function<Map<String, String>, Settings> load,
            Consumer<String> tell)
            throws ModelRefusedException {
        Map<String, String> all = new HashMap<>(values);
        if (model != null) {
            all.putAll(of(model, load.apply(values), tell));
        }
        return all;
    }

    /**
     * Values for {@value StreamConfig#TAXONOMY} and {@value StreamConfig#RULES}, without those that are set. The rule
     * set is left out if another taxonomy with other roles is set, since it does not vote on those.
     *
     * @param directory of a model
     * @param settings that may set others
     * @param tell takes a line for each value
     * @throws ModelRefusedException if the directory's taxonomy is malformed
     */
    public static Map<String, String> of(Path directory, Settings settings, Consumer<String> tell)
            throws ModelRefusedException {
        Map<String, String> values = new HashMap<>();
        Taxonomy carried = VersionTaxonomy.read(directory);
        boolean otherRoles = false;
        if (carried != null && settings.isSet(StreamConfig.TAXONOMY)) {
            otherRoles = !StreamConfig.taxonomy(settings).names().equals(carried.names());
        } else if (carried != null && !carried.equals(Taxonomy.standard())) {
            Path file = directory.resolve(VersionTaxonomy.FILE);
            values.put(StreamConfig.TAXONOMY, file.toString());
            tell.accept("using the model's roles, " + file + "; choose others with --taxonomy");
        }
        Path rules = VersionRules.file(directory);
        if (rules != null && !settings.isSet(StreamConfig.RULES)) {
            if (otherRoles) {
                tell.accept("not using the model's rules, " + rules
                        + ", because --taxonomy has other roles; choose rules with --rules");
            } else {
                values.put(StreamConfig.RULES, rules.toString());
                tell.accept("using the model's rules, " + rules + "; choose others with --rules");
            }
        }
        return values;
    }
}
