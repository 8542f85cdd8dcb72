package io.rolestream.common.clients;

import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
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

    static List<String> problems(Admin admin, TopicCatalogue catalogue) throws ExecutionException {
        var problems = new ArrayList<String>();
        Map<String, Integer> partitions = partitions(admin, catalogue);
        String resumes = catalogue.topics().resumes();
        Integer wanted = partitions.get(resumes);
        for (TopicSpec spec : catalogue.all()) {
            Integer present = partitions.get(spec.name());
            if (present == null) {
                problems.add("Topic %s is missing: create it with `rolestream topics create`".formatted(spec.name()));
            } else if (spec.likeResumes() && wanted != null && !present.equals(wanted)) {
                problems.add(
                        "Topic %s has %d partitions but %s has %d: votes and answers go to their resume's partition, so the numbers must be equal"
                                .formatted(spec.name(), present, resumes, wanted));
            }
        }
        var configs = configs(admin, partitions.keySet());
        for (TopicSpec spec : catalogue.all()) {
            Config config = configs.get(spec.name());
            if (config != null) {
                compare(spec, config, problems);
            }
        }
        return problems;
    }

    private static void compare(TopicSpec spec, Config present, List<String> problems) {
        String cleanup = TopicConfig.CLEANUP_POLICY_CONFIG;
        String wantedPolicy = spec.config().getOrDefault(cleanup, TopicConfig.CLEANUP_POLICY_DELETE);
        String policy = value(present, cleanup);
        if (!policies(policy).equals(policies(wantedPolicy))) {
            problems.add("Topic %s has %s=%s instead of %s".formatted(spec.name(), cleanup, policy, wantedPolicy));
        }
        String size = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
        String wantedSize = spec.config().get(size);
        String bytes = value(present, size);
        if (wantedSize != null && Long.parseLong(bytes) < Long.parseLong(wantedSize)) {
            problems.add("Topic %s has %s=%s, less than %s: long resumes would be refused"
                    .formatted(spec.name(), size, bytes, wantedSize));
        }
    }

    private static String value(Config config, String name) {
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

    private static Map<String, Config> configs(Admin admin, Set<String> names) throws ExecutionException {
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
