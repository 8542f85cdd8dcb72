package io.rolestream.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.Settings;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroJson;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream consume}. */
@Command(
        name = "consume",
        description = "Prints labels, disagreements or dead letters as JSON lines as they arrive, committed records"
                + " only.",
        footer = {"", "Example: rolestream consume labels --until-end | jq -r .role | sort | uniq -c"})
public final class ConsumeCommand extends CliCommand implements Callable<Integer> {
    enum What {
        labels,
        disagreements,
        dead_letters;

        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    @Parameters(
            paramLabel = "WHAT",
            arity = "0..1",
            defaultValue = "labels",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private What what = What.labels;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--from-beginning",
            description = "Starts at the oldest record still kept; by default, only new records are printed.")
    private boolean fromBeginning;

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "Stops after N records (at least 1); by default, runs until stopped.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--until-end", description = "Prints the existing records, oldest first, and stops.")
    private boolean untilEnd;

    @Override
    public Integer call() throws InterruptedException {
        require("--max", max, 1, Long.MAX_VALUE);
        Settings settings = options.loadReachable();
        Cluster cluster = Cluster.of(settings);
        SchemaRegistry registry = cluster.registry();
        Topics topics = cluster.topics();
        Printer printer = switch (what) {
            case labels -> values(LabelledRole.class, registry);
            case disagreements -> values(LabelDisagreement.class, registry);
            case dead_letters -> deadLetters(cluster);
        };
        String topic = switch (what) {
            case labels -> topics.labelledRoles();
            case disagreements -> topics.labelDisagreements();
            case dead_letters -> topics.resumesDlq();
        };
        PrintWriter out = out();
        AtomicLong left = new AtomicLong(max);
        CommittedReader reader = new CommittedReader(
                cluster.clients(),
                List.of(topic),
                fromBeginning || untilEnd ? From.BEGINNING : From.END,
                untilEnd,
                record -> {
                    out.println(printer.json(record));
                    return left.decrementAndGet() > 0 && !out.checkError();
                });
        Runtime.getRuntime().addShutdownHook(new Thread(reader::close, "rolestream-shutdown"));
        reader.run();
        return ExitCode.DONE;
    }

    private interface Printer {
        ObjectNode json(ConsumerRecord<byte[], byte[]> record);
    }

    private static <T extends SpecificRecord> Printer values(Class<T> type, SchemaRegistry registry) {
        var deserializer = new AvroSerde<>(type, registry).deserializer();
        return record -> {
            T value = deserializer.deserialize(record.topic(), record.headers(), record.value());
            return value == null ? forgotten(record) : AvroJson.of(value);
        };
    }

    private static ObjectNode forgotten(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        return object.put("resumeId", text(record.key())).put("forgotten", true);
    }

    private static Printer deadLetters(Cluster cluster) {
        var deserializer = new AvroSerde<>(Resume.class, cluster.registry()).deserializer();
        String resumes = cluster.topics().resumes();
        return record -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("key", text(record.key()));
            for (Header header : record.headers()) {
                if (!header.key().endsWith("stacktrace")) {
                    object.put(header.key(), text(header.value()));
                }
            }
            try {
                Resume resume = deserializer.deserialize(resumes, record.headers(), record.value());
                object.set("resume", resume == null ? object.nullNode() : AvroJson.of(resume));
            } catch (SerializationException e) {
                object.put("valueBase64", Base64.getEncoder().encodeToString(record.value()));
            }
            return object;
        };
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
