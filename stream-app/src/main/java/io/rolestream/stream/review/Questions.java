package io.rolestream.stream.review;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Selects questions for people: the unanswered disagreements with the highest review scores, mixed with resumes drawn
 * at random.
 *
 * <p><b>The random slice</b> estimates the quality of labels without bias, so it must be a random sample: it is drawn
 * from the latest labels of all resumes whose text is on the test side of the split, whatever their votes, including
 * those answered as disagreements. Only resumes drawn and answered before are excluded, because they are already in the
 * slice, and deleted resumes, because their texts are gone.
 *
 * <p>Each topic is read once, to its present end. Memory holds a small multiple of the requested number.
 */
public final class Questions {
    /** The questions in the order to ask them, and the number of drawn resumes whose texts are gone. */
    public record Found(List<Question> toAsk, int withoutText) {}

    /** Room for questions that later records remove. */
    private static final int SPARE = 1_000;

    private static final int HASH_DIGITS = 32;

    private final Cluster cluster;
    private final Topics topics;
    private final ResumeReader reader;
    private final QuestionChoice choice;
    private final PastAnswers past;
    private final HighestRanked<LabelDisagreement> disagreements;
    private final HighestRanked<LabelledRole> drawn;
    private final Map<String, LabelledRole> currentLabels = new HashMap<>();

    private Questions(Cluster cluster, ResumeReader reader, QuestionChoice choice) {
        this.cluster = cluster;
        this.topics = cluster.topics();
        this.reader = reader;
        this.choice = choice;
        this.past = PastAnswers.read(cluster, topics.roleCorrections());
        this.disagreements = new HighestRanked<>(2 * choice.count() + SPARE);
        this.drawn = new HighestRanked<>(2 * choice.drawn() + SPARE);
    }

    /** Finds disagreements, highest score first, with the drawn resumes at random places between them. */
    public static Found find(Cluster cluster, ResumeReader reader, QuestionChoice choice) {
        Questions questions = new Questions(cluster, reader, choice);
        questions.readDisagreements();
        questions.readLabels();
        return questions.mixed();
    }

    private void readDisagreements() {
        String topic = topics.labelDisagreements();
        read(topic, new AvroSerde<>(LabelDisagreement.class, cluster.registry()).deserializer(), (id, disagreement) -> {
            if (disagreement != null && isWanted(disagreement)) {
                disagreements.put(id, disagreement.getReviewScore(), disagreement);
            } else {
                disagreements.remove(id);
            }
        });
    }

    private boolean isWanted(LabelDisagreement disagreement) {
        return disagreement.getReviewScore() >= choice.minScore()
                && disagreement.getResumePartition() >= 0
                && (choice.role() == null || names(disagreement, choice.role()))
                && !past.has(disagreement.getResumeId(), disagreement.getContentHash());
    }

    private static boolean names(LabelDisagreement disagreement, String role) {
        return role.equals(disagreement.getRole())
                || isFor(disagreement.getRuleVote(), role)
                || isFor(disagreement.getModelVote(), role);
    }

    private static boolean isFor(@Nullable Vote vote, String role) {
        return vote != null && role.equals(vote.getRole());
    }

    private void readLabels() {
        String topic = topics.labelledRoles();
        read(topic, new AvroSerde<>(LabelledRole.class, cluster.registry()).deserializer(), (id, label) -> {
            if (label == null) {
                disagreements.remove(id);
                drawn.remove(id);
                return;
            }
            if (disagreements.contains(id)) {
                currentLabels.put(id, label);
            }
            if (mayBeDrawn(label)) {
                drawn.put(id, choice.lot(id), label);
            } else {
                drawn.remove(id);
            }
        });
    }

    private boolean mayBeDrawn(LabelledRole label) {
        return isForTheSlice(label) && !past.hasDrawn(label.getResumeId(), label.getContentHash());
    }

    /** Whether the random slice may have this label: its text is on the test side of the split. */
    public static boolean isForTheSlice(LabelledRole label) {
        return label.getContentHash().length() == HASH_DIGITS
                && ExampleSplit.of(label.getContentHash()) == ExampleSplit.TEST
                && label.getResumePartition() >= 0;
    }

    private Found mixed() {
        List<LabelledRole> labels =
                drawn.highestFirst().stream().limit(choice.drawn()).toList();
        Map<String, String> texts = labels.isEmpty() ? Map.of() : new JudgedTexts(cluster, reader).of(labels);
        List<Question> random = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (LabelledRole label : labels) {
            String text = texts.get(label.getResumeId());
            if (text != null) {
                random.add(Question.of(label, text));
                taken.add(label.getResumeId());
            }
        }
        List<Question> doubtful = disagreements.highestFirst().stream()
                .filter(this::isCurrent)
                .filter(disagreement -> !taken.contains(disagreement.getResumeId()))
                .limit(choice.count() - random.size())
                .map(Question::of)
                .toList();
        return new Found(interleaved(doubtful, random), labels.size() - random.size());
    }

    /** A resume whose text has changed cannot be corrected any more, and a later label may be certain. */
    private boolean isCurrent(LabelDisagreement disagreement) {
        LabelledRole label = currentLabels.get(disagreement.getResumeId());
        return label == null
                || (disagreement.getContentHash().equals(label.getContentHash())
                        && !isOutdated(disagreement, label.getLabelledAt()));
    }

    /** Whether a label was only uncertain, and another has been decided since. */
    public static boolean isOutdated(LabelDisagreement disagreement, Instant labelledAt) {
        return disagreement.getKind() == DisagreementKind.UNCERTAIN
                && disagreement.getDetectedAt().isBefore(labelledAt);
    }

    /** So that reviewers cannot tell which resumes were drawn. */
    private List<Question> interleaved(List<Question> doubtful, List<Question> random) {
        List<Boolean> isRandom = new ArrayList<>(Collections.nCopies(doubtful.size(), false));
        isRandom.addAll(Collections.nCopies(random.size(), true));
        Collections.shuffle(isRandom, new Random(choice.seed()));
        Iterator<Question> nextDoubtful = doubtful.iterator();
        Iterator<Question> nextRandom = random.iterator();
        return isRandom.stream()
                .map(fromRandom -> fromRandom ? nextRandom.next() : nextDoubtful.next())
                .collect(Collectors.toList());
    }

    /** Receives each record's value; null if the resume was deleted. */
    private interface OnValue<T> {
        void accept(String resumeId, @Nullable T value);
    }

    private <T> void read(String topic, Deserializer<T> deserializer, OnValue<T> onValue) {
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    if (record.key() != null) {
                        onValue.accept(
                                new String(record.key(), StandardCharsets.UTF_8),
                                deserializer.deserialize(topic, record.headers(), record.value()));
                    }
                    return true;
                })
                .run();
    }
}
