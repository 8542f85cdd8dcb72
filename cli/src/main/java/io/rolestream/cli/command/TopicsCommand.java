package io.rolestream.cli.command;

import io.rolestream.cli.Cluster;
import io.rolestream.cli.ClusterOptions;
import io.rolestream.cli.Configuration;
import io.rolestream.cli.ExitCode;
import io.rolestream.config.ConnectionConfig;
import io.rolestream.config.Settings;
import io.rolestream.schemas.topics.TopicAdmin;
import io.rolestream.schemas.topics.TopicSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rolestream topics}. */
@Command(
        name = "topics",
        description = "Makes and checks the topics.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(create | check | list)")
public final class TopicsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(spec.commandLine(), "name one of create, check and list");
    }

    @Command(
            name = "create",
            description = "Makes the topics that are missing; those that are there are left as they are.",
            mixinStandardHelpOptions = true)
    int create(@Mixin ClusterOptions options) throws InterruptedException {
        Settings settings = options.load();
        Cluster.requireReachable(settings);
        try (Admin admin = Admin.create(ConnectionConfig.clientProperties(settings))) {
            TopicAdmin.Created result = TopicAdmin.create(admin, Configuration.catalogue(settings), (short)
                    settings.integer(ConnectionConfig.TOPIC_REPLICATION_FACTOR));
            result.created().forEach(topic -> out().println("created  " + topic));
            result.existed().forEach(topic -> out().println("existed  " + topic));
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "check",
            description = "Compares the topics with what Rolestream needs; exits with 1 when something differs.",
            mixinStandardHelpOptions = true)
    int check(@Mixin ClusterOptions options) throws InterruptedException {
        Settings settings = options.load();
        Cluster.requireReachable(settings);
        try (Admin admin = Admin.create(ConnectionConfig.clientProperties(settings))) {
            List<String> problems = TopicAdmin.check(admin, Configuration.catalogue(settings));
            problems.forEach(out()::println);
            if (problems.isEmpty()) {
                out().println("all topics are as they should be");
            }
            return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    @Command(
            name = "list",
            description = "Says what each topic is for and how it is made; asks no cluster.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ClusterOptions options) {
        for (TopicSpec topic : Configuration.catalogue(options.load()).all()) {
            out().println(topic.name());
            out().println("  " + topic.doc());
            out().println("  key " + topic.key() + ", value "
                    + topic.value().map(Class::getSimpleName).orElse("bytes") + ", partitions " + topic.partitions());
            new TreeMap<>(topic.config()).forEach((key, value) -> out().println("  " + key + "=" + value));
        }
        return ExitCode.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
