package io.rolestream.stream.review;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.text.Counted;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.serde.AvroSerde;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the answers of a file, each on the present text of its resume. The labels are read once to find the resumes;
 * memory holds an entry for each answer.
 *
 * @param reviewer for answers without a reviewer in the file
 */
public record AnswersRun(Cluster cluster, String reviewer) {
    private static final int MAX_TOLD = 20;

    /** Counts of answers; {@code unknown} are those on resumes without a label. */
    public record Summary(long sent, long failed, long unknown, long badRows) {
        public boolean hasUnsent() {
            return failed + unknown + badRows > 0;
        }
    }

    private record Place(int partition, String contentHash) {}

    /** Sends all valid answers, and reports the others. */
    public Summary run(AnswersFile file, PrintWriter err) {
        file.problems().forEach(err::println);
        if (file.badRows() > file.problems().size()) {
            err.printf(
                    Locale.ROOT,
                    "... and %,d more%n",
                    file.badRows() - file.problems().size());
        }
        Map<String, Place> places = places(file.answers());
        AtomicLong sent = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long unknown = 0;
        try (CorrectionSender sender = new CorrectionSender(cluster)) {
            for (ReviewAnswer answer : file.answers()) {
                Place place = places.get(answer.resumeId());
                if (place == null) {
                    unknown++;
                    tell(err, unknown, answer.resumeId() + " has no label: it was never labelled, or has been deleted");
                    continue;
                }
                sender.send(correction(answer, place), place.partition()).whenComplete((done, failure) -> {
                    if (failure == null) {
                        sent.incrementAndGet();
                    } else {
                        tell(
                                err,
                                failed.incrementAndGet(),
                                answer.resumeId() + " could not be sent: " + failure.getMessage());
                    }
                });
            }
            sender.flush();
        }
        Summary summary = new Summary(sent.get(), failed.get(), unknown, file.badRows());
        print(summary, file.replaced(), err);
        return summary;
    }

    private static void tell(PrintWriter err, long count, String problem) {
        if (count <= MAX_TOLD) {
            err.println(problem);
        } else if (count == MAX_TOLD + 1) {
            err.println("... and more");
        }
    }

    private static void print(Summary summary, long replaced, PrintWriter err) {
        err.printf(
                Locale.ROOT,
                "%s sent, %s without a label, %s%s%s%n",
                Counted.of(summary.sent(), "answer"),
                Counted.of(summary.unknown(), "resume"),
                Counted.of(summary.badRows(), "bad row"),
                summary.failed() == 0 ? "" : String.format(Locale.ROOT, ", %,d could not be sent", summary.failed()),
                replaced == 0
                        ? ""
                        : "; "
                                + Counted.of(
                                        replaced,
                                        "row was superseded by a later one",
                                        "rows were superseded by later ones"));
        err.flush();
    }

    private RoleCorrection correction(ReviewAnswer answer, Place place) {
        return RoleCorrection.newBuilder()
                .setResumeId(answer.resumeId())
                .setContentHash(place.contentHash())
                .setRole(answer.role())
                .setReviewer(answer.reviewer() == null ? reviewer : answer.reviewer())
                .setNote(answer.note())
                .setCorrectedAt(Instant.now())
                .setSelection(answer.selection())
                .build();
    }

    private Map<String, Place> places(List<ReviewAnswer> answers) {
        Set<String> wanted = new HashSet<>();
        answers.forEach(answer -> wanted.add(answer.resumeId()));
        Map<String, Place> places = new HashMap<>();
        if (wanted.isEmpty()) {
            return places;
        }
        String topic = cluster.topics().labelledRoles();
        var deserializer = new AvroSerde<>(LabelledRole.class, cluster.registry()).deserializer();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    String id = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                    if (wanted.contains(id)) {
                        LabelledRole label = deserializer.deserialize(topic, record.headers(), record.value());
                        if (label == null || label.getResumePartition() < 0) {
                            places.remove(id);
                        } else {
                            places.put(id, new Place(label.getResumePartition(), label.getContentHash()));
                        }
                    }
                    return true;
                })
                .run();
        return places;
    }
}
