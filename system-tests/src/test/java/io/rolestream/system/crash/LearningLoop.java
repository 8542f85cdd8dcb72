package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.events.TrainerStatus;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.local.services.Configuration;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.stream.review.CorrectionSender;
import io.rolestream.stream.sending.EventSender;
import io.rolestream.system.checks.CommittedTopic;
import io.rolestream.system.checks.VoteReport;
import io.rolestream.system.installation.Broker;
import io.rolestream.system.installation.Installation;
import io.rolestream.system.installation.Quiet;
import io.rolestream.system.installation.ServiceProcess;
import io.rolestream.system.installation.StreamService;
import io.rolestream.system.installation.TinyVersions;
import io.rolestream.system.installation.TrainerService;
import io.rolestream.system.installation.WorkerService;
import io.rolestream.trainer.examples.ExampleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A labelling service, a worker and a trainer in processes of their own, and a test that hands in made-up resumes and
 * answers on them by what they were made as. The compact base is trained on a few hundred texts; what a good enough
 * model is, is not the question here, so the gate lets nearly all pass.
 */
final class LearningLoop implements AutoCloseable {
    /** Texts that the trainer waits for before its first training. */
    static final int FIRST_TEXTS = 300;

    /** Answers that it waits for before the next. */
    static final int ANSWERS = 150;

    private static final String MODEL = TinyVersions.MODEL;
    private static final long SEED = 5;
    private static final long UNSEEN_SEED = 6;
    private static final int UNSEEN = 600;
    private static final int[] NO_PORTS = {-1, -1, -1};
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final Installation installation;
    private final StreamService stream;
    private final WorkerService worker;
    private final TrainerService trainer;
    private final Settings settings;
    private final EventSender<Resume> sender;
    private final CorrectionSender corrections;
    private final VersionLog versions;
    private final ResumeGenerator generator = new ResumeGenerator(SEED, GeneratorOptions.DEFAULT);
    private int sent;

    /** Starts all processes; nothing flows yet. */
    LearningLoop(String name, Path directory) throws Exception {
        this(name, directory, NO_PORTS);
    }

    /**
     * Starts all processes; nothing flows yet.
     *
     * @param healthPorts of the labelling service, the worker and the trainer; -1 for none
     */
    LearningLoop(String name, Path directory, int[] healthPorts) throws Exception {
        this.directory = directory;
        this.installation = new Installation(name, directory);
        Broker broker = installation.broker();
        try {
            Map<String, String> shared =
                    Map.of("model.store", store().toString(), "model.cache.directory", directory + "/cache");
            stream = installation.startStream(
                    with(shared, Map.of("labellers", "rules," + MODEL, "health.port", "" + healthPorts[0])));
            worker = installation.startWorker(
                    with(shared, Map.of("model.precision", "fp32", "health.port", "" + healthPorts[1])));
            trainer = installation.startTrainer(
                    with(with(shared, ofTrainer()), Map.of("health.port", "" + healthPorts[2])));
            settings = Settings.of(
                    Configuration.definitions(),
                    Map.of(
                            ConnectionConfig.BOOTSTRAP_SERVERS,
                            broker.bootstrapServers(),
                            ConnectionConfig.SCHEMA_REGISTRY_URL,
                            broker.registryUrl()));
            Cluster cluster = Cluster.of(settings, broker.registry());
            sender = EventSender.ofResumes(cluster);
            corrections = new CorrectionSender(cluster);
            versions = new VersionLog(cluster, null);
            stream.awaitReady();
            trainer.awaitReady();
        } catch (Exception | AssertionError e) {
            installation.close();
            throw e;
        }
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    private Map<String, String> ofTrainer() {
        return Map.ofEntries(
                Map.entry("trainer.data.directory", trainerData().toString()),
                Map.entry("examples.retention", "0d"),
                Map.entry("train.min.examples", Integer.toString(FIRST_TEXTS)),
                Map.entry("train.after.corrections", Integer.toString(ANSWERS)),
                Map.entry("train.after.examples", "0"),
                Map.entry("train.drift.psi", "0"),
                Map.entry("train.drift.disagreement", "0"),
                Map.entry("train.pause", "0s"),
                Map.entry("train.nice", "0"),
                Map.entry("train.threads", "1"),
                Map.entry("recipe.epochs", "3"),
                Map.entry("recipe.batch.size", "16"),
                Map.entry("recipe.learning.rate", "8e-4"),
                Map.entry("recipe.max.tokens", "48"),
                Map.entry("gate.min.items", "20"),
                Map.entry("gate.min.gold", "5"),
                Map.entry("gate.baseline.margin", "0"),
                Map.entry("gate.role.min.items", "1000"),
                Map.entry("gate.share.excess", "1"),
                Map.entry("gate.min.entropy", "0"),
                Map.entry("gate.rules.tolerance", "1"),
                Map.entry("gate.max.calibration.error", "1"));
    }

    private Path store() {
        return directory.resolve("store");
    }

    private Path trainerData() {
        return directory.resolve("trainer-data");
    }

    StreamService stream() {
        return stream;
    }

    WorkerService worker() {
        return worker;
    }

    TrainerService trainer() {
        return trainer;
    }

    /** Hands in as many more resumes. */
    void send(int resumes) {
        for (int i = 0; i < resumes; i++) {
            SampleResume resume = generator.resume(++sent);
            var unused = sender.send(resume.resumeId(), resume.event());
        }
        sender.flush();
    }

    /** Waits until each resume that was handed in has a label. */
    void awaitLabels() {
        await().until(() -> labels().keySet().size() == sent);
    }

    /**
     * Hands in more resumes, a hundred a second, until a version has voted on as many.
     *
     * @param resumes at least
     */
    void awaitVotesOf(String version, int resumes) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            send(50);
            return labels().values().stream()
                            .flatMap(List::stream)
                            .map(LabelledRole::getModelVote)
                            .filter(vote -> vote != null && version.equals(vote.getLabellerVersion()))
                            .count()
                    >= resumes;
        });
        awaitLabels();
    }

    /** The labels of each resume, in their order. */
    private Map<String, List<LabelledRole>> labels() {
        String topic = installation.topics().labelledRoles();
        var deserializer =
                new AvroSerde<>(LabelledRole.class, installation.broker().registry()).deserializer();
        Map<String, List<LabelledRole>> labels = new HashMap<>();
        CommittedTopic.forEach(installation.broker().bootstrapServers(), topic, record -> {
            LabelledRole label = deserializer.deserialize(topic, record.value());
            labels.computeIfAbsent(label.getResumeId(), id -> new ArrayList<>()).add(label);
        });
        return labels;
    }

    /** Has people say what so many of the resumes are, the first that were handed in. */
    void answer(int resumes) {
        Map<String, List<LabelledRole>> labels = labels();
        for (int i = 1; i <= resumes; i++) {
            SampleResume resume = generator.resume(i);
            LabelledRole label =
                    labels.getOrDefault(resume.resumeId(), List.of()).get(0);
            RoleCorrection correction = RoleCorrection.newBuilder()
                    .setResumeId(resume.resumeId())
                    .setContentHash(label.getContentHash())
                    .setRole(resume.trueRole())
                    .setReviewer("test")
                    .setCorrectedAt(Instant.now())
                    .setSelection(Selection.REVIEW_SCORE)
                    .build();
            corrections.send(correction, label.getResumePartition()).join();
        }
    }

    /** Waits until a version other than a former one is champion; returns its name. */
    String awaitChampionOtherThan(String former) {
        return await().until(
                        () -> {
                            versions.poll(Duration.ofMillis(100));
                            return versions.table()
                                    .champion(MODEL)
                                    .map(champion -> champion.getVersion())
                                    .orElse(former);
                        },
                        champion -> !champion.equals(former));
    }

    /** Waits until a training has written a state to go on from. */
    void awaitCheckpoint() {
        Path state = trainerData().resolve("training").resolve("work").resolve("model.state");
        await().until(() -> Files.exists(state));
    }

    /** Waits until so many versions are in the store, whether they were announced or not. */
    void awaitStored(int count) {
        await().until(() -> {
            try (Stream<Path> stored = Files.list(store().resolve(MODEL))) {
                return stored.filter(version -> Files.exists(version.resolve("manifest.json")))
                                .count()
                        >= count;
            }
        });
    }

    /** Where a training was from some time on: the least epoch that was reported. */
    double leastEpochSince(Instant time, String version) {
        String topic = installation.topics().trainerStatus();
        var deserializer =
                new AvroSerde<>(TrainerStatus.class, installation.broker().registry()).deserializer();
        List<Double> epochs = new ArrayList<>();
        CommittedTopic.forEach(installation.broker().bootstrapServers(), topic, record -> {
            TrainerStatus status = deserializer.deserialize(topic, record.value());
            if (status.getUpdatedAt().isAfter(time)
                    && version.equals(status.getVersion())
                    && status.getEpoch() != null) {
                epochs.add(status.getEpoch());
            }
        });
        return epochs.stream().mapToDouble(epoch -> epoch).min().orElseThrow();
    }

    /** The share of unseen resumes whose role a version names, alone. */
    double accuracy(String version) throws IOException, InterruptedException {
        ResumeGenerator unseen = new ResumeGenerator(UNSEEN_SEED, GeneratorOptions.DEFAULT);
        List<SampleResume> resumes =
                LongStream.rangeClosed(1, UNSEEN).mapToObj(unseen::resume).toList();
        CheckpointDirectory checkpoint =
                CheckpointDirectory.open(store().resolve(MODEL).resolve(version));
        InferenceOptions plain =
                InferenceOptions.defaults().withDevice(DeviceChoice.CPU).withPrecision(Precision.FP32);
        List<String> roles = Taxonomy.standard().names();
        try (TextClassifier classifier = TextClassifier.open(checkpoint, plain)) {
            var predictions = classifier.classify(resumes.stream()
                    .map(resume -> String.valueOf(resume.skills() == null ? resume.text() : resume.skills()))
                    .toList());
            return (double) IntStream.range(0, UNSEEN)
                            .filter(i -> roles.get(predictions.get(i).label())
                                    .equals(resumes.get(i).trueRole()))
                            .count()
                    / UNSEEN;
        }
    }

    /**
     * Asserts that nothing is lost and nothing there twice: votes, labels, and what the trainer counted. Ends the
     * trainer.
     */
    void assertComplete(int answered) throws Exception {
        await().until(() -> labels().values().stream()
                        .flatMap(List::stream)
                        .filter(label -> label.getDecidedBy() == Decider.HUMAN)
                        .count()
                == answered);
        Quiet.await(
                installation.admin(), installation.topics(), installation.groups(), Duration.ofSeconds(1), PATIENCE);
        assertThat(installation.judgeVotes()).matches(VoteReport::isClean);
        Map<String, List<LabelledRole>> labels = labels();
        assertThat(labels).hasSize(sent);
        labels.forEach((id, ofResume) -> assertThat(ofResume)
                .as(id)
                .extracting(LabelledRole::getRevision)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ofResume.size()).boxed().toList()));
        trainer.close();
        try (ExampleStore store = ExampleStore.open(trainerData())) {
            for (String topic : List.of(
                    installation.topics().trainingExamples(),
                    installation.topics().roleCorrections())) {
                long[] records = new long[1];
                CommittedTopic.forEach(installation.broker().bootstrapServers(), topic, record -> records[0]++);
                assertThat(store.progress().entrySet().stream()
                                .filter(progress -> progress.getKey().topic().equals(topic))
                                .mapToLong(progress -> progress.getValue().records())
                                .sum())
                        .as("records of %s that the trainer counted", topic)
                        .isEqualTo(records[0]);
            }
        }
        assertThat(Stream.of(stream, worker)).allMatch(ServiceProcess::isAlive);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }

    @Override
    public void close() {
        versions.close();
        corrections.close();
        sender.close();
        installation.close();
    }
}
