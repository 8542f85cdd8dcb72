package io.rolestream.cli.service;

import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.common.service.ServiceRunner;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.LocalBroker;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream kafka}. */
@Command(
        name = "kafka",
        description = "Runs a Kafka broker and a schema registry with Rolestream's topics, for trials.",
        footer = {
            "",
            "Only programs on this machine can connect. It has one broker and no",
            "authentication: it is for trying services one by one, not for production.",
            "Prints the two environment variables that point other commands to it:",
            "",
            "  rolestream kafka --data trial",
            "  rolestream stream -s labellers=rules,roberta     # in another terminal each",
            "  rolestream worker",
            "  rolestream train",
            "",
            "Ctrl-C ends it. With --data, the next run continues with the same records."
        })
public final class KafkaCommand extends CliCommand implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The broker's port; 0 for any free one (default ${DEFAULT-VALUE}).")
    private int port = 9_092;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description = "The registry's port; 0 for any free one (default ${DEFAULT-VALUE}).")
    private int registryPort = 8_081;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps all records and schemas in this directory; by default, a temporary directory is used.")
    private @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException {
        require("--port", port, 0, MOST_PORT);
        require("--registry-port", registryPort, 0, MOST_PORT);
        settings.load(); // reports wrong settings before a broker starts
        EmbeddedKafka.Builder builder =
                EmbeddedKafka.builder().port(port).registryPort(registryPort).portOptions("--port", "--registry-port");
        EmbeddedKafka kafka = (data == null ? builder : builder.directory(data)).build();
        return ServiceRunner.run(new LocalBroker(kafka, settings::load), () -> welcome(kafka));
    }

    private void welcome(EmbeddedKafka kafka) {
        PrintWriter out = out();
        out.printf(
                "A Kafka broker and a schema registry with Rolestream's topics. Ctrl-C stops them.%n%n"
                        + "  broker           %s%n"
                        + "  schema registry  %s%n"
                        + "  data             %s%n%n"
                        + "In other terminals:%n"
                        + "  export ROLESTREAM_BOOTSTRAP_SERVERS=%1$s%n"
                        + "  export ROLESTREAM_SCHEMA_REGISTRY_URL=%2$s%n",
                kafka.bootstrapServers(),
                kafka.schemaRegistryUrl(),
                data == null ? "temporary, deleted at the end" : data.toAbsolutePath());
        out.flush();
    }
}
