package io.rolestream.trainer.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.StatusReport;
import io.rolestream.common.reading.LatestReports;
import io.rolestream.common.text.DurationText;
import io.rolestream.common.text.Printable;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.models.task.VersionTask;
import io.rolestream.schemas.serde.AvroJson;
import io.rolestream.schemas.topics.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The latest report of every trainer of a model, including stopped ones, in the order of their ids, each followed by
 * its reports on the recommender's models.
 */
public record TrainerReports(List<TrainerStatus> all) {

    public TrainerReports {
        all = List.copyOf(all);
    }

    public static TrainerReports read(Cluster cluster, String model) {
        return of(LatestReports.read(cluster, Topics::trainerStatus, TrainerStatus.class), model);
    }

    /** @param latest of all trainers */
    static TrainerReports of(List<TrainerStatus> latest, String model) {
        Set<String> trainers = latest.stream()
                .filter(status -> status.getModelName().equals(model))
                .map(TrainerStatus::getTrainerId)
                .collect(Collectors.toSet());
        return new TrainerReports(latest.stream()
                .filter(status -> trainers.contains(status.getTrainerId())
                        || (isMatching(status) && trainers.contains(trainer(status))))
                .toList());
    }

    /** The id of the trainer of roles that reports on one of the recommender's models. */
    private static String trainer(TrainerStatus matching) {
        String suffix = "-" + matching.getModelName();
        String id = matching.getTrainerId();
        return id.endsWith(suffix) ? id.substring(0, id.length() - suffix.length()) : id;
    }

    private static boolean isMatching(TrainerStatus status) {
        return VersionTask.ofModel(status.getModelName()) != VersionTask.CLASSIFIER;
    }

    /** The reports' fields, an object for each. */
    public ArrayNode json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        all.forEach(status -> array.add(AvroJson.of(status)));
        return array;
    }

    public void print(PrintWriter out, Instant now) {
        if (all.isEmpty()) {
            out.println("no trainer has reported; start one with `rolestream train`");
        }
        all.forEach(status -> print(status, now, out));
        out.flush();
    }

    private static void print(TrainerStatus status, Instant now, PrintWriter out) {
        boolean stopped = status.getState() == TrainerState.STOPPED;
        boolean silent = !stopped && status.getUpdatedAt().isBefore(now.minus(StatusReport.SILENT_AFTER));
        boolean leads = status.getLeader() && !stopped && !silent;
        out.printf(
                "%s on %s: %s%s%s, as of %s%n",
                Printable.line(status.getTrainerId()),
                Printable.line(status.getHost()),
                silent ? "silent, was " : "",
                status.getState().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                leads ? " (leader)" : "",
                status.getUpdatedAt());
        line(
                out,
                isMatching(status) ? "pairs" : "examples",
                String.format(
                        Locale.ROOT,
                        "%,d, about %,d since the last training",
                        status.getExamples(),
                        status.getNewExamples()));
        if (!isMatching(status)) {
            line(
                    out,
                    "corrections",
                    String.format(
                            Locale.ROOT,
                            "%,d, about %,d since the last training",
                            status.getCorrections(),
                            status.getNewCorrections()));
        }
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
                        "%s, epoch %.2f, loss %.4f, learning rate %.2g, %s%,.0f tokens/s, %s left",
                        stage,
                        status.getEpoch(),
                        status.getLoss(),
                        status.getLearningRate(),
                        heldOut(status),
                        status.getTokensPerSecond(),
                        DurationText.of(
                                Duration.ofSeconds(status.getSecondsLeft() == null ? 0 : status.getSecondsLeft())));
    }

    private static String heldOut(TrainerStatus status) {
        return status.getHeldOutScore() == null
                ? ""
                : String.format(Locale.ROOT, "held-out score %.3f, ", status.getHeldOutScore());
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-11s %s%n", name, Printable.line(value));
    }
}
