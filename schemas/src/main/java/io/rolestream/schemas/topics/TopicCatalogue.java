package io.rolestream.schemas.topics;

import static java.util.Map.entry;

import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Resume;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainerCommand;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.WorkerStatus;
import io.rolestream.events.WrittenDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;

/**
 * All topics with key, value, partitions, settings and purpose, in one place.
 *
 * <p>A topic with resume texts is either deleted by time or compacted with a bound on the compaction lag, so that a
 * tombstone removes a deleted resume's text within a day even on a quiet partition, whose active segment would
 * otherwise never be compacted.
 *
 * <p>All topics are stored uncompressed. Only then does the broker compare the real size of records with
 * {@code max.message.bytes}: of a batch that the producer compressed it sees the compressed size, and 29 KB may become
 * 300 MB in every consumer.
 *
 * <p>Retention goes by the timestamps of records. Where these are not ours to choose, the broker sets them to the time
 * of writing ({@code FROM_WRITING}): the resumes of a backfill may carry times of long ago, and so do votes and dead
 * letters on them, so that retention would delete them before they are read.
 */
public final class TopicCatalogue {
    /** Partitions of {@code resumes} and of all topics read along with it, unless configured otherwise. */
    public static final int DEFAULT_PARTITIONS = 4;
    /** Maximum batch size, and so maximum record size, of topics that carry text: 2 MiB. */
    public static final int TEXT_MESSAGE_BYTES = 2 * 1024 * 1024;
    /** Limits of the size limit of {@code resumes}. */
    public static final int MIN_RESUME_BYTES = 64 * 1024;

    public static final int MAX_RESUME_BYTES = 8 * 1024 * 1024;
    /** Room for the headers that turn a record of {@code resumes} into a dead letter. */
    private static final int DEAD_LETTER_ROOM = 256 * 1024;
    /** No topic takes a larger batch. Producers may send this much in one request. */
    public static final int MAX_REQUEST_BYTES = MAX_RESUME_BYTES + DEAD_LETTER_ROOM;

    private static final Map.Entry<String, String> FOREVER = entry(TopicConfig.RETENTION_MS_CONFIG, "-1");
    private static final Map.Entry<String, String> TEXT = size(TEXT_MESSAGE_BYTES);
    private static final Map.Entry<String, String> REAL_SIZE =
            entry(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed");
    private static final Map.Entry<String, String> FROM_WRITING =
            entry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    private static final Map.Entry<String, String> DELETE =
            entry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    private static final Map.Entry<String, String> COMPACT =
            entry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    private static final Map.Entry<String, String> COMPACT_AND_DELETE = entry(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE);
    private static final Map.Entry<String, String> EVERY_REVISION_FOR_A_WEEK =
            entry(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, days(7));
    private static final Map.Entry<String, String> FORGET_WITHIN_EIGHT_DAYS =
            entry(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, days(8));
    private static final Map.Entry<String, String> FEW_TOMBSTONES =
            entry(TopicConfig.DELETE_RETENTION_MS_CONFIG, days(1));
    private static final Map.Entry<String, String> FORGET_WITHIN_A_DAY =
            entry(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, days(1));
    private static final Map.Entry<String, String> KEEP_TOMBSTONES =
            entry(TopicConfig.DELETE_RETENTION_MS_CONFIG, days(30));

    private final Topics topics;
    private final List<TopicSpec> specs;

    /** As {@link #TopicCatalogue(Topics, int, int)}, with the usual limit for {@code resumes}, 2 MiB. */
    public TopicCatalogue(Topics topics, int partitions) {
        this(topics, partitions, TEXT_MESSAGE_BYTES);
    }

    /**
     * @param partitions of {@code resumes} and the topics read along with it, at least 1
     * @param resumeBytes largest batch of {@code resumes}
     * @throws IllegalArgumentException if there are no partitions
     */
    public TopicCatalogue(Topics topics, int partitions, int resumeBytes) {
        this.topics = topics;
        this.specs = List.of(
                alike(topics.resumes(), Resume.class, partitions, DELETE, FROM_WRITING, retention(7), size(resumeBytes))
                        .doc(
                                "Resumes from applications; a null value deletes one, in the partition it is in. All producers"
                                        + " must use the same partitioner: Java's default, which librdkafka calls"
                                        + " `murmur2_random`. Kept for a week from the time of writing, so that they can be"
                                        + " relabelled with a new rule set or model."),
                raw(
                                topics.resumesDlq(),
                                partitions,
                                DELETE,
                                FROM_WRITING,
                                retention(30),
                                size(resumeBytes + DEAD_LETTER_ROOM))
                        .doc(
                                "Unreadable or invalid records of `resumes`, byte for byte, with the reason in headers. Larger"
                                        + " records than `resumes` takes are cut, and headers say so. Kept for 30 days, so that"
                                        + " there is time to inspect them."),
                alike(topics.labelVotes(), LabelVote.class, partitions, DELETE, FROM_WRITING, retention(1))
                        .doc(
                                "Votes of the model workers, each in the partition of its resume. The topology reads them at"
                                        + " once and copies them into the label; a day from the time of writing covers a"
                                        + " long outage."),
                alike(
                                topics.labelledRoles(),
                                LabelledRole.class,
                                partitions,
                                COMPACT,
                                EVERY_REVISION_FOR_A_WEEK,
                                FORGET_WITHIN_EIGHT_DAYS,
                                KEEP_TOMBSTONES)
                        .doc(
                                "Labels: every revision for at least a week, then the latest of each resume until the resume"
                                        + " is deleted, so that a new consumer can build the whole table."),
                alike(
                                topics.labelDisagreements(),
                                LabelDisagreement.class,
                                partitions,
                                COMPACT_AND_DELETE,
                                retention(30),
                                FORGET_WITHIN_A_DAY,
                                TEXT)
                        .doc(
                                "Resumes on which rules and model disagree, for review: the latest disagreement of each, for"
                                        + " 30 days. Also compacted, so that a tombstone removes the excerpt."),
                spec(
                                topics.trainingExamples(),
                                "resumeId",
                                TrainingExample.class,
                                partitions,
                                COMPACT,
                                FORGET_WITHIN_A_DAY,
                                KEEP_TOMBSTONES,
                                TEXT)
                        .doc(
                                "Texts with the rules' votes, for the trainer: the latest of each resume, until the resume is"
                                        + " deleted. A trainer that was down for less than 30 days sees every tombstone."),
                alike(
                                topics.roleCorrections(),
                                RoleCorrection.class,
                                partitions,
                                COMPACT,
                                FOREVER,
                                FORGET_WITHIN_A_DAY,
                                KEEP_TOMBSTONES)
                        .doc(
                                "People's answers: the latest for each resume, until the resume is deleted. Never deleted by"
                                        + " age, because they cannot be replaced."),
                likeJobs(
                                topics.jobs(),
                                Job.class,
                                partitions,
                                COMPACT,
                                FROM_WRITING,
                                FORGET_WITHIN_A_DAY,
                                KEEP_TOMBSTONES,
                                TEXT)
                        .doc("Job postings from applications: the latest of each job, until a null value deletes it."
                                + " Recommenders build their indexes from it."),
                raw(
                                topics.jobsDlq(),
                                partitions,
                                DELETE,
                                FROM_WRITING,
                                retention(30),
                                size(TEXT_MESSAGE_BYTES + DEAD_LETTER_ROOM))
                        .doc(
                                "Unreadable or invalid records of `jobs`, byte for byte, with the reason in headers. Kept for"
                                        + " 30 days."),
                likeJobs(
                                topics.labelledJobs(),
                                LabelledJob.class,
                                partitions,
                                COMPACT,
                                FORGET_WITHIN_A_DAY,
                                KEEP_TOMBSTONES)
                        .doc("The roles of jobs: the latest of each job, until the job is deleted."),
                alike(
                                topics.generatedDescriptions(),
                                WrittenDescription.class,
                                partitions,
                                COMPACT_AND_DELETE,
                                retention(7),
                                FORGET_WITHIN_A_DAY)
                        .doc(
                                "Job descriptions that a generator wrote for resumes: the latest of each resume, kept for a"
                                        + " week, as resumes are. Also compacted, so that a tombstone removes the text."),
                alike(
                                topics.jobRecommendations(),
                                JobRecommendations.class,
                                partitions,
                                COMPACT,
                                FORGET_WITHIN_A_DAY,
                                KEEP_TOMBSTONES)
                        .doc(
                                "The best jobs for each resume: the latest list of each, until the resume is deleted. Also the"
                                        + " recommender's state."),
                likeJobs(
                                topics.resumeRecommendations(),
                                ResumeRecommendations.class,
                                partitions,
                                COMPACT,
                                FORGET_WITHIN_A_DAY,
                                KEEP_TOMBSTONES)
                        .doc(
                                "The best resumes for each job: the latest list of each, until the job closes or is deleted."
                                        + " Also the recommender's state."),
                spec(topics.jobFeedback(), "resumeId", JobFeedback.class, partitions, DELETE, retention(365))
                        .doc(
                                "What people did with recommendations: shown, opened, applied, hired, dismissed. Kept for a"
                                        + " year to train on; erasing a resume erases its rows from the trainer's store."),
                spec(topics.modelVersions(), "name/version", ModelVersion.class, 1, COMPACT)
                        .doc(
                                "Announcements of model versions: the latest for each version. A single partition keeps them"
                                        + " in order."),
                spec(
                                topics.workerStatus(),
                                "workerId",
                                WorkerStatus.class,
                                1,
                                COMPACT,
                                FORGET_WITHIN_A_DAY,
                                FEW_TOMBSTONES)
                        .doc(
                                "The latest report of each worker: what it runs and what it refused. Workers come and go, so"
                                        + " reports are compacted and tombstones removed within days."),
                spec(topics.trainerCommands(), "modelName", TrainerCommand.class, 1, DELETE, retention(7))
                        .doc("Requests to the trainers. The consumer of its only partition leads the trainers. Requests"
                                + " are kept for a week."),
                spec(
                                topics.trainerStatus(),
                                "trainerId",
                                TrainerStatus.class,
                                1,
                                COMPACT,
                                FORGET_WITHIN_A_DAY,
                                FEW_TOMBSTONES)
                        .doc(
                                "The latest report of each trainer: what it does and how its last training ended. Kept like"
                                        + " worker reports."));
    }

    private TopicCatalogue(Topics topics, List<TopicSpec> specs) {
        this.topics = topics;
        this.specs = specs;
    }

    /** These topics and the one with their schemas, for an installation without a schema registry. */
    public TopicCatalogue withSchemas() {
        TopicSpec schemas = new TopicSpec(
                topics.schemas(),
                "subject/id",
                Optional.empty(),
                1,
                false,
                all(COMPACT),
                "The Avro schemas of all topics and of the state, as JSON, where no schema registry keeps them. Never"
                        + " deleted: without them, records cannot be read.");
        return new TopicCatalogue(
                topics, Stream.concat(specs.stream(), Stream.of(schemas)).toList());
    }

    /** All topics under their plain names, with 4 partitions. */
    public static TopicCatalogue standard() {
        return new TopicCatalogue(Topics.unprefixed(), DEFAULT_PARTITIONS);
    }

    public Topics topics() {
        return topics;
    }

    /** Every topic, in the order of the flow. */
    public List<TopicSpec> all() {
        return specs;
    }

    /**
     * One topic.
     *
     * @throws IllegalArgumentException if no topic has this full name
     */
    public TopicSpec spec(String name) {
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No topic %s in the catalogue; there are %s"
                        .formatted(name, specs.stream().map(TopicSpec::name).toList())));
    }

    /** A topic that lacks a sentence on what it holds. */
    @FunctionalInterface
    private interface Undocumented {
        TopicSpec doc(String text);
    }

    @SafeVarargs
    private static Undocumented alike(
            String name, Class<? extends SpecificRecord> value, int partitions, Map.Entry<String, String>... config) {
        return doc -> new TopicSpec(name, "resumeId", Optional.of(value), partitions, true, all(config), doc);
    }

    /** A topic keyed by job, whose records are in the partition that the job came from. */
    @SafeVarargs
    private static Undocumented likeJobs(
            String name, Class<? extends SpecificRecord> value, int partitions, Map.Entry<String, String>... config) {
        return doc -> new TopicSpec(name, "jobId", Optional.of(value), partitions, true, all(config), doc);
    }

    @SafeVarargs
    private static Undocumented raw(String name, int partitions, Map.Entry<String, String>... config) {
        String key = "the record's own key";
        return doc -> new TopicSpec(name, key, Optional.empty(), partitions, false, all(config), doc);
    }

    @SafeVarargs
    private static Undocumented spec(
            String name,
            String key,
            Class<? extends SpecificRecord> value,
            int partitions,
            Map.Entry<String, String>... config) {
        return doc -> new TopicSpec(name, key, Optional.of(value), partitions, false, all(config), doc);
    }

    @SafeVarargs
    private static Map<String, String> all(Map.Entry<String, String>... config) {
        Map<String, String> all = new HashMap<>(Map.ofEntries(config));
        all.put(REAL_SIZE.getKey(), REAL_SIZE.getValue());
        return all;
    }

    private static Map.Entry<String, String> size(int bytes) {
        return entry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
    }

    private static Map.Entry<String, String> retention(int days) {
        return entry(TopicConfig.RETENTION_MS_CONFIG, days(days));
    }

    private static String days(int days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }
}
