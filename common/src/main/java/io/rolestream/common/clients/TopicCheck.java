package io.rolestream.common.clients;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import io.rolestream.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares a cluster's topics with the catalogue. */
final class TopicCheck {
    private TopicCheck() {}

    /**
     * A difference from the catalogue.
     *
     * @param text a sentence that says what to do
     * @param isFatal whether services cannot work with it
     */
    record Difference(String text, boolean isFatal) {}

    static List<Difference> differences(Admin admin, TopicCatalogue catalogue) throws ExecutionException {
        var differences = new ArrayList<Difference>();
        Map<String, Integer> partitions = partitions(admin, catalogue);
        String resumes = catalogue.topics().resumes();
        Integer wanted = partitions.get(resumes);
        for (TopicSpec spec : catalogue.all()) {
            Integer present = partitions.get(spec.name());
            if (present == null) {
                differences.add(new Difference(missing(spec, catalogue.topics()), true));
            } else if (spec.likeResumes() && wanted != null && !present.equals(wanted)) {
                differences.add(new Difference(
                        "Topic %s has %d partitions but %s has %d: votes and answers go to their resume's partition, so the numbers must be equal"
                                .formatted(spec.name(), present, resumes, wanted),
                        true));
            }
        }
        var configs = configs(admin, partitions.keySet());
        for (TopicSpec spec : catalogue.all()) {
            Config config = configs.get(spec.name());
            if (config != null) {
                comparePolicy(spec, config, differences);
                compareSize(spec, config, catalogue.topics(), differences);
                compareCompression(spec, config, differences);
                compareTimestamps(spec, config, differences);
            }
        }
        return differences;
    }

    private static String missing(TopicSpec spec, Topics topics) {
        return spec.name().equals(topics.schemas())
                ? ("Topic %s is missing: if you use a schema registry, set %s (earlier versions assumed"
                                + " http://localhost:8081); if not, create the topic with `rolestream topics create`")
                        .formatted(spec.name(), ConnectionConfig.SCHEMA_REGISTRY_URL)
                : "Topic %s is missing: create it with `rolestream topics create`".formatted(spec.name());
    }

    private static void comparePolicy(TopicSpec spec, Config present, List<Difference> differences) {
        String cleanup = TopicConfig.CLEANUP_POLICY_CONFIG;
        String wantedPolicy = spec.config().getOrDefault(cleanup, TopicConfig.CLEANUP_POLICY_DELETE);
        String policy = value(present, cleanup);
        if (!policies(policy).equals(policies(wantedPolicy))) {
            differences.add(new Difference(
                    "Topic %s has %s=%s instead of %s".formatted(spec.name(), cleanup, policy, wantedPolicy), true));
        }
    }

    private static void compareSize(TopicSpec spec, Config present, Topics topics, List<Difference> differences) {
        String size = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
        String wanted = spec.config().get(size);
        if (wanted == null) {
            return;
        }
        long bytes = Long.parseLong(value(present, size));
        boolean takesResumes = spec.name().equals(topics.resumes());
        if (bytes < Long.parseLong(wanted)) {
            boolean takesLetters = spec.name().equals(topics.resumesDlq());
            differences.add(new Difference(
                    "Topic %s has %s=%d, less than %s: long resumes would be %s; %s"
                            .formatted(
                                    spec.name(),
                                    size,
                                    bytes,
                                    wanted,
                                    takesLetters ? "cut" : "refused",
                                    change(spec, size, wanted)),
                    !takesResumes && !takesLetters));
        } else if (takesResumes && bytes > Long.parseLong(wanted)) {
            differences.add(new Difference(
                    "Topic %s has %s=%d, more than %s=%s: %s"
                            .formatted(
                                    spec.name(),
                                    size,
                                    bytes,
                                    ConnectionConfig.RESUME_MAX_BYTES,
                                    wanted,
                                    change(spec, size, wanted)),
                    false));
        }
    }

    private static void compareCompression(TopicSpec spec, Config present, List<Difference> differences) {
        String name = TopicConfig.COMPRESSION_TYPE_CONFIG;
        String wanted = spec.config().getOrDefault(name, "producer");
        String type = value(present, name);
        if (!type.equals(wanted)) {
            differences.add(new Difference(
                    "Topic %s has %s=%s, so a small batch may unpack to hundreds of megabytes in its consumers: %s"
                            .formatted(spec.name(), name, type, change(spec, name, wanted)),
                    false));
        }
    }

    private static void compareTimestamps(TopicSpec spec, Config present, List<Difference> differences) {
        String name = TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
        String wanted = spec.config().get(name);
        String type = value(present, name);
        if (wanted != null && !type.equals(wanted)) {
            differences.add(new Difference(
                    "Topic %s has %s=%s, so records of a backfill, with old timestamps, may be deleted before they are read: %s"
                            .formatted(spec.name(), name, type, change(spec, name, wanted)),
                    false));
        }
    }

    private static String change(TopicSpec spec, String setting, String value) {
        return "set it with `kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s=%s`"
                .formatted(spec.name(), setting, value);
    }

    static String value(Config config, String name) {
        var entry = config.get(name);
        if (entry == null || entry.value() == null) {
            throw new TopicAdminException("The cluster does not report a topic's " + name, null);
        }
        return entry.value();
    }

    private static Set<String> policies(String value) {
        return new TreeSet<>(List.of(value.replace(" ", "").split(",")));
    }

    private static Map<String, Integer> partitions(Admin admin, TopicCatalogue catalogue) throws ExecutionException {
        var names = catalogue.all().stream().map(TopicSpec::name).toList();
        var partitions = new LinkedHashMap<String, Integer>();
        for (var entry : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                partitions.put(
                        entry.getKey(),
                        TopicAdmin.await(entry.getValue()).partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return partitions;
    }

    static Map<String, Config> configs(Admin admin, Set<String> names) throws ExecutionException {
        var resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        var configs = new LinkedHashMap<String, Config>();
        for (var entry :
                TopicAdmin.await(admin.describeConfigs(resources).all()).entrySet()) {
            configs.put(entry.getKey().name(), entry.getValue());
        }
        return configs;
    }
}
