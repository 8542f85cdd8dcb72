package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.cli.support.CommandGroup;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.documents.AccessDocuments;
import io.rolestream.schemas.documents.AsyncApiDocument;
import io.rolestream.schemas.documents.DocumentJson;
import io.rolestream.schemas.documents.TopicDocuments;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.topics.Subject;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.stream.skip.OffsetSkip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream topics}. */
@Command(
        name = "topics",
        description = "Creates, checks and lists the topics, and the access rights to them.",
        synopsisSubcommandLabel = "COMMAND")
public final class TopicsCommand extends CommandGroup {
    @Command(
            name = "create",
            description =
                    "Creates missing topics; existing ones are not changed, but compared as by check. Registers the"
                            + " schemas of all topics, also where schema.auto.register is false for the services.",
            mixinStandardHelpOptions = true)
    int create(@Mixin ClusterOptions options) throws InterruptedException {
        Settings settings = options.loadReachable();
        try (Admin admin = Clients.of(settings).admin()) {
            TopicCatalogue catalogue = Configuration.catalogue(settings);
            TopicAdmin.Created result = TopicAdmin.create(
                    admin, catalogue, (short) settings.integer(ConnectionConfig.TOPIC_REPLICATION_FACTOR));
            result.created().forEach(topic -> out().println("created  " + topic));
            result.existed().forEach(topic -> out().println("existed  " + topic));
            TopicAdmin.check(admin, catalogue).forEach(out()::println);
        }
        return registerSchemas(settings);
    }

    private int registerSchemas(Settings settings) {
        Settings registering = settings.with(Map.of(ConnectionConfig.SCHEMA_AUTO_REGISTER, "true"));
        List<Subject> subjects = Configuration.subjects(settings);
        List<String> refusals;
        try {
            refusals = RequiredSchemas.problems(Cluster.of(registering).registry(), subjects);
        } catch (SchemaRegistryUnavailableException e) {
            if (!settings.flag(ConnectionConfig.SCHEMA_AUTO_REGISTER)) {
                throw e;
            }
            err().println("no schemas registered; services register theirs when they start. " + e.getMessage());
            return ExitCode.DONE;
        }
        refusals.forEach(out()::println);
        if (refusals.isEmpty()) {
            out().println("schemas  registered under " + Counted.of(subjects.size(), "subject"));
        }
        return refusals.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Command(
            name = "check",
            description = "Compares the topics with what Rolestream needs, and the registered schemas if"
                    + " schema.auto.register is false; exits with 1 if they differ.",
            mixinStandardHelpOptions = true)
    int check(
            @Option(names = "--json", description = "Prints JSON: {\"ok\": false, \"problems\": [\"...\"]}.")
                    boolean json,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        Settings settings = options.loadReachable();
        try (Admin admin = Clients.of(settings).admin()) {
            List<String> problems = new ArrayList<>(TopicAdmin.check(admin, Configuration.catalogue(settings)));
            if (!settings.flag(ConnectionConfig.SCHEMA_AUTO_REGISTER)) {
                problems.addAll(
                        RequiredSchemas.problems(Cluster.of(settings).registry(), Configuration.subjects(settings)));
            }
            if (json) {
                print(DocumentJson.ofProblems(problems));
            } else if (problems.isEmpty()) {
                out().println("all topics are as required");
            } else {
                problems.forEach(out()::println);
            }
            return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    @Command(
            name = "skip",
            description = "Has the services skip a record that stops them. Stop them all first: the record goes to the"
                    + " dead letters, as far as it can be read, and their consumer groups are moved behind it. Without"
                    + " --offset, only lists records that are unreadable or larger than the topic should take.",
            mixinStandardHelpOptions = true)
    int skip(
            @Mixin ClusterOptions options,
            @Option(
                            names = "--topic",
                            required = true,
                            paramLabel = "TOPIC",
                            description = "resumes, label-votes, role-corrections or jobs.")
                    String topic,
            @Option(names = "--partition", required = true, paramLabel = "N", description = "The record's partition.")
                    int partition,
            @Option(names = "--offset", paramLabel = "N", description = "The record's offset.") @Nullable Long offset,
            @Option(names = "--why", paramLabel = "TEXT", description = "Reason, for the dead letter.") @Nullable
                    String why)
            throws InterruptedException {
        if (offset != null && why == null) {
            throw wrongUsage("--offset needs --why");
        }
        Settings settings = options.loadReachable();
        OffsetSkip skip = new OffsetSkip(Cluster.of(settings), Configuration.names(settings));
        (offset == null || why == null ? skip.find(topic, partition) : skip.run(topic, partition, offset, why))
                .forEach(out()::println);
        return ExitCode.DONE;
    }

    @Command(
            name = "list",
            description = "Lists the topics with purpose and configuration. Needs no cluster.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ClusterOptions options, @ArgGroup @Nullable ListForm form) {
        TopicCatalogue topics = Configuration.catalogue(options.load());
        if (form == null) {
            return print(TopicDocuments.text(topics));
        }
        return print(form.json ? DocumentJson.of(topics) : TopicDocuments.yaml(topics));
    }

    @Command(
            name = "schemas",
            description = "Lists the registry's subjects that `topics create` registers, with the record"
                    + " type of each. Needs no cluster.",
            mixinStandardHelpOptions = true)
    int schemas(@Mixin ClusterOptions options) {
        Configuration.subjects(options.load())
                .forEach(subject -> out().printf(
                                "%-50s %s%n", subject.name(), subject.schema().getFullName()));
        return ExitCode.DONE;
    }

    @Command(
            name = "acls",
            description =
                    "Lists the least rights that each client needs on topics, groups and transactional ids. Needs no"
                            + " cluster, except with --create.",
            footer = {
                "",
                "Each client's principal is its name after a prefix, as in User:stream. Change",
                "the prefix with --principals:",
                "",
                "  rolestream topics acls --commands --principals User:CN=rolestream-",
            },
            mixinStandardHelpOptions = true)
    int acls(
            @Mixin ClusterOptions options,
            @ArgGroup @Nullable AclForm form,
            @Option(
                            names = "--principals",
                            paramLabel = "TEXT",
                            defaultValue = "User:",
                            description = "Prefix of each client's name (default ${DEFAULT-VALUE}).")
                    String principals)
            throws InterruptedException {
        Settings settings = options.load();
        AccessCatalogue access = Configuration.access(settings);
        if (form == null) {
            return print(AccessDocuments.text(access));
        } else if (form.json) {
            return print(DocumentJson.of(access));
        } else if (form.yaml) {
            return print(AccessDocuments.yaml(access));
        } else if (form.commands) {
            String servers = settings.string(ConnectionConfig.BOOTSTRAP_SERVERS);
            return print(AccessDocuments.commands(access, servers, principals));
        }
        return createAcls(settings, access, principals);
    }

    private static final class ListForm {
        @Option(names = "--yaml", description = "Prints YAML for the Helm chart.")
        private boolean yaml;

        @Option(names = "--json", description = "Prints JSON, an array of topics.")
        private boolean json;
    }

    private static final class AclForm {
        @Option(names = "--json", description = "Prints JSON, an array of clients with their rights.")
        private boolean json;

        @Option(names = "--yaml", description = "Prints YAML for the Helm chart.")
        private boolean yaml;

        @Option(names = "--commands", description = "Prints commands for Kafka's kafka-acls.sh.")
        private boolean commands;

        @Option(names = "--create", description = "Creates the ACLs on the cluster; needs administrator rights.")
        private boolean create;
    }

    @Command(
            name = "asyncapi",
            description =
                    "Prints an AsyncAPI document of the topics, the events, and who sends and receives them. Needs no"
                            + " cluster.",
            mixinStandardHelpOptions = true)
    int asyncApi(@Mixin ClusterOptions options) {
        Settings settings = options.load();
        return print(new AsyncApiDocument(Configuration.catalogue(settings), Configuration.access(settings)).text());
    }

    private int createAcls(Settings settings, AccessCatalogue access, String principals) throws InterruptedException {
        ClusterCheck.requireReachable(settings);
        List<AclBinding> bindings = access.all().stream()
                .flatMap(client -> client.bindings(principals + client.client()))
                .toList();
        try (Admin admin = Clients.of(settings).admin()) {
            admin.createAcls(bindings).all().get();
        } catch (ExecutionException e) {
            throw new CommandFailedException("the cluster refused the ACLs: " + String.valueOf(e.getCause()), e);
        }
        out().println("created " + Counted.of(bindings.size(), "ACL"));
        return ExitCode.DONE;
    }
}
