package io.rolestream.cli.train;

import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest report of every trainer of a model, in the order of their ids.
 *
 * @param all including trainers that have stopped
 */
public record TrainerReports(List<TrainerStatus> all) {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerReports.class);

    /** A trainer reports every half a minute; after this silence it was killed, or cannot reach Kafka. */
    private static final Duration SILENT = Duration.ofSeconds(90);

    public TrainerReports {
        all = List.copyOf(all);
    }

    /**
     * Reads the existing reports.
     *
     * @throws io.rolestream.common.service.CommandFailedException if the topic of reports is missing
     */
    public static TrainerReports read(Settings settings, SchemaRegistry registry, String model) {
        String topic = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)).trainerStatus();
        var deserializer = new AvroSerde<>(TrainerStatus.class, registry).deserializer();
        Map<String, TrainerStatus> byId = new TreeMap<>();
        new CommittedReader(settings, List.of(topic), From.BEGINNING, true, record -> {
                    String id = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                    try {
                        TrainerStatus status = deserializer.deserialize(topic, record.value());
                        if (status == null) {
                            byId.remove(id);
                        } else {
                            byId.put(id, status);
                        }
                    } catch (SerializationException e) {
                        LOG.warn("skipping an unreadable trainer report: {}", e.getMessage());
                    }
                    return true;
                })
                .run();
        return new TrainerReports(byId.values().stream()
                .filter(status -> status.getModelName().equals(model))
                .toList());
    }

    /** Prints what each is at, or that there is none. */
    public void print(PrintWriter out, Instant now) {
        if (all.isEmpty()) {
            out.println("no trainer has reported; start one with `rolestream train`");
        }
        all.forEach(status -> print(status, now, out));
        out.flush();
    }

    private static void print(TrainerStatus status, Instant now, PrintWriter out) {
        boolean stopped = status.getState() == TrainerState.STOPPED;
        boolean silent = !stopped && status.getUpdatedAt().isBefore(now.minus(SILENT));
        boolean leads = status.getLeader() && !stopped && !silent;
        out.printf(
                "%s on %s: %s%s%s, as of %s%n",
                status.getTrainerId(),
                status.getHost(),
                silent ? "silent, was " : "",
                status.getState().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                leads ? " (leader)" : "",
                status.getUpdatedAt());
        line(
                out,
                "examples",
                String.format(
                        Locale.ROOT,
                        "%,d, about %,d since the last training",
                        status.getExamples(),
                        status.getNewExamples()));
        line(
                out,
                "corrections",
                String.format(
                        Locale.ROOT,
                        "%,d, about %,d since the last training",
                        status.getCorrections(),
                        status.getNewCorrections()));
        if (status.getVersion() != null && !silent) {
            line(out, "trains", status.getVersion() + ", since " + status.getTrigger());
            line(out, "is at", progress(status));
        } else if (leads && !status.getWaitsFor().isEmpty()) {
            line(out, "waits for", status.getWaitsFor());
        }
        if (status.getLastVersion() != null) {
            line(out, "last", status.getLastVersion() + ": " + status.getLastOutcome());
            status.getLastReasons().forEach(reason -> line(out, "", reason));
        }
    }

    private static String progress(TrainerStatus status) {
        if (status.getState() == TrainerState.PUBLISHING) {
            return "publishing";
        }
        String stage = status.getStage() == null ? "its beginning" : status.getStage();
        return status.getEpoch() == null
                ? stage
                : String.format(
                        Locale.ROOT,
                        "%s, epoch %.2f, loss %.4f, learning rate %.2g, %,.0f tokens/s, %s left",
                        stage,
                        status.getEpoch(),
                        status.getLoss(),
                        status.getLearningRate(),
                        status.getTokensPerSecond(),
                        left(status));
    }

    private static String left(TrainerStatus status) {
        Duration left = Duration.ofSeconds(status.getSecondsLeft() == null ? 0 : status.getSecondsLeft());
        return left.toHours() > 0
                ? "%d h %d min".formatted(left.toHours(), left.toMinutesPart())
                : "%d min %d s".formatted(left.toMinutes(), left.toSecondsPart());
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-11s %s%n", name, value);
    }
}
