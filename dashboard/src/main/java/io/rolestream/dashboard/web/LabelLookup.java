package io.rolestream.dashboard.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.BadRequestResponse;
import io.rolestream.dashboard.records.Place;
import io.rolestream.state.CurrentLabel;
import io.rolestream.stream.labelling.LabellingTopology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.StateQueryResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a resume's current label in the state of all instances.
 *
 * <p>Producers have different partitioners, so a resume's partition does not follow from its id: every partition is
 * searched, here and through each other instance's dashboard. The answer says what could not be searched, because a
 * missing label may be there.
 */
final class LabelLookup {
    private static final Logger LOG = LoggerFactory.getLogger(LabelLookup.class);

    /** Longer ids are dead-lettered. */
    private static final int MAX_ID_CHARS = 256;

    private final KafkaStreams streams;
    private final IntSupplier allPartitions;
    private final OtherInstances others;

    /** A label and its resume, with the place of its record in {@code resumes}; times in milliseconds since 1970. */
    record Label(
            @JsonUnwrapped Verdict verdict,
            int revision,
            @JsonUnwrapped Place place,
            String contentHash,
            long submittedAt,
            long labelledAt) {}

    /** A decision; the reviewer is null unless a person decided. */
    record Verdict(
            String role,
            String decidedBy,
            boolean degraded,
            @Nullable String reviewer) {}

    /** One instance's answer: labels, one for each partition that has the resume, and the partitions it searched. */
    record Answer(List<Label> labels, Set<Integer> asked) {}

    /** The result from all instances: how many of the partitions were searched, and why not all. */
    record Found(List<Label> labels, int asked, int partitions, List<String> problems) {}

    /** @param allPartitions the number of partitions of {@code resumes} */
    LabelLookup(KafkaStreams streams, IntSupplier allPartitions, OtherInstances others) {
        this.streams = streams;
        this.allPartitions = allPartitions;
        this.others = others;
    }

    /** Searches this instance only. */
    Answer here(String resumeId) {
        require(resumeId);
        List<Label> labels = new ArrayList<>();
        Set<Integer> asked = new TreeSet<>();
        if (!streams.state().isRunningOrRebalancing()) {
            return new Answer(labels, asked);
        }
        StateQueryResult<CurrentLabel> result = streams.query(
                StateQueryRequest.inStore(LabellingTopology.CURRENT_LABELS).withQuery(KeyQuery.withKey(resumeId)));
        result.getPartitionResults().forEach((partition, answer) -> {
            if (answer.isSuccess()) {
                asked.add(partition);
                add(labels, partition, answer);
            }
        });
        return new Answer(labels, asked);
    }

    private static void add(List<Label> labels, int partition, QueryResult<CurrentLabel> answer) {
        CurrentLabel label = answer.getResult();
        if (label != null) {
            labels.add(new Label(
                    new Verdict(
                            label.getRole(),
                            label.getDecidedBy().toString(),
                            label.getDegradedRuleVote() != null,
                            label.getHumanVote() == null
                                    ? null
                                    : label.getHumanVote().getLabellerVersion()),
                    label.getRevision(),
                    new Place(partition, label.getResumeOffset()),
                    label.getContentHash(),
                    label.getSubmittedAt().toEpochMilli(),
                    label.getLabelledAt().toEpochMilli()));
        }
    }

    /** Searches all instances. */
    Found everywhere(String resumeId) throws InterruptedException {
        Answer own = here(resumeId);
        List<Label> labels = new ArrayList<>(own.labels());
        Set<Integer> asked = new TreeSet<>(own.asked());
        List<String> problems = new ArrayList<>();
        for (String address : others.addresses()) {
            try {
                Answer answer = others.ask(address, resumeId);
                answer.labels().stream()
                        .filter(label -> !asked.contains(label.place().partition()))
                        .forEach(labels::add);
                asked.addAll(answer.asked());
            } catch (IOException e) {
                LOG.warn("cannot ask instance {} for a label: {}", address, e.toString());
                problems.add("The instance at " + address + " does not answer"
                        + (e instanceof OtherInstances.RefusedException ? ": " + e.getMessage() : "."));
            }
        }
        labels.sort(Comparator.comparingLong(Label::labelledAt).reversed());
        return new Found(labels, asked.size(), allPartitions.getAsInt(), problems);
    }

    private static void require(String resumeId) {
        if (resumeId.isBlank() || resumeId.length() > MAX_ID_CHARS) {
            throw new BadRequestResponse("A resume's id must have 1 to " + MAX_ID_CHARS + " characters.");
        }
    }
}
