package io.rolestream.local.demo;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.stream.review.CorrectionSender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Simulated reviewers, who know each resume's true role and answer at a steady pace. As in {@code rolestream review},
 * most answers are on disagreements, the latest first, and a fifth is on resumes drawn at random from those that no
 * model is trained on. After {@value #MANY_ANSWERS} answers they slow down: otherwise answers on disagreements would
 * outweigh the other texts of a short training. Once a second version votes, they stop.
 *
 * <p>Labels come from any thread; a separate thread answers.
 */
public final class Reviewers implements AutoCloseable {
    private static final Duration BETWEEN_ANSWERS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LATE_ANSWERS = Duration.ofMillis(500);
    private static final int RANDOM_EVERY = 5;
    private static final int MOST_WAITING = 200;
    private static final int MANY_ANSWERS = 500;
    private static final int VERSIONS_WANTED = 2;

    /** Every third resume on the test side of the split is drawn. */
    private static final int DRAWN_OF = 3;

    private static final String NAME = "demo";

    private record Question(LabelledRole label, String truth, Selection selection) {}

    private final CorrectionSender sender;
    private final Deque<Question> doubtful = new ArrayDeque<>();
    private final Deque<Question> drawn = new ArrayDeque<>();
    private final Set<String> answered = new HashSet<>();
    private int answers;
    private int versions;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::answer, "demo-reviewers");

    private Reviewers(CorrectionSender sender) {
        this.sender = sender;
        thread.setDaemon(true);
    }

    /** Starts them; earlier answers on the same data are read first. */
    public static Reviewers start(Cluster cluster) {
        Reviewers reviewers = new Reviewers(new CorrectionSender(cluster));
        String topic = cluster.topics().roleCorrections();
        var deserializer = new AvroSerde<>(RoleCorrection.class, cluster.registry()).deserializer();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    RoleCorrection correction = deserializer.deserialize(topic, record.headers(), record.value());
                    if (correction != null && correction.getContentHash() != null) {
                        reviewers.answered.add(correction.getContentHash());
                    }
                    return true;
                })
                .run();
        reviewers.thread.start();
        return reviewers;
    }

    /** Offers a label for review, with the true role and whether rules and model disagreed. */
    public synchronized void labelled(LabelledRole label, String truth, boolean disagreed) {
        if (isDrawn(label.getContentHash())) {
            put(drawn, new Question(label, truth, Selection.RANDOM));
        } else if (disagreed) {
            put(doubtful, new Question(label, truth, Selection.REVIEW_SCORE));
        }
    }

    /** Tells them that another version of the model votes. */
    public synchronized void versionVotes() {
        versions++;
    }

    private static void put(Deque<Question> questions, Question question) {
        questions.addLast(question);
        if (questions.size() > MOST_WAITING) {
            questions.removeFirst();
        }
    }

    /** Decided by the text alone, so that the sample is not biased towards disagreements. */
    private static boolean isDrawn(String contentHash) {
        return ExampleSplit.of(contentHash) == ExampleSplit.TEST && contentHash.hashCode() % DRAWN_OF == 0;
    }

    /** Whether a reviewer answered on this text, so that the trainer knows its true role. */
    public synchronized boolean haveAnswered(String contentHash) {
        return answered.contains(contentHash);
    }

    public synchronized int answers() {
        return answers;
    }

    private void answer() {
        try {
            for (long turn = 0; !closed.await(untilNext().toMillis(), TimeUnit.MILLISECONDS); turn++) {
                Question question = next(turn % RANDOM_EVERY == 0);
                if (question != null) {
                    var unused =
                            sender.send(correction(question), question.label().getResumePartition());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Duration untilNext() {
        return answers < MANY_ANSWERS ? BETWEEN_ANSWERS : BETWEEN_LATE_ANSWERS;
    }

    private synchronized @Nullable Question next(boolean random) {
        if (answers >= MANY_ANSWERS && versions >= VERSIONS_WANTED) {
            return null;
        }
        Question question = random ? drawn.pollLast() : doubtful.pollLast();
        if (question != null) {
            answered.add(question.label().getContentHash());
            answers++;
        }
        return question;
    }

    private static RoleCorrection correction(Question question) {
        return RoleCorrection.newBuilder()
                .setResumeId(question.label().getResumeId())
                .setContentHash(question.label().getContentHash())
                .setRole(question.truth())
                .setReviewer(NAME)
                .setCorrectedAt(Instant.now())
                .setSelection(question.selection())
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        thread.join();
        sender.close();
    }
}
