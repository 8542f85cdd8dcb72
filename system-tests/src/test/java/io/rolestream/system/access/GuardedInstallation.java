package io.rolestream.system.access;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.local.services.Services;
import io.rolestream.local.services.ServingSetup;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.TrainingData;
import io.rolestream.models.artifact.TrainingSetup;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.serving.Serving;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.describing.GeneratorService;
import io.rolestream.stream.recommending.RecommenderService;
import io.rolestream.stream.worker.Worker;
import io.rolestream.trainer.gate.Gate;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.service.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The five services, a dashboard and a REST interface, each logged in as itself. The trainer's model is one of random
 * weights, made at once: what it has learnt is no question of rights.
 */
final class GuardedInstallation implements AutoCloseable {
    private static final String MODEL = "roberta";
    private static final String DECODER = "../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2";

    private final StreamApp stream;
    private final Dashboard dashboard;
    private final Worker worker;
    private final Trainer trainer;
    private final RecommenderService recommender;
    private final GeneratorService generator;
    private final Serving serving;

    GuardedInstallation(GuardedCluster cluster, Path directory) throws InterruptedException {
        Map<String, String> shared = Map.of(
                "model.store", directory.resolve("store").toString(),
                "model.cache.directory", directory.resolve("cache").toString());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        stream = new StreamApp(
                registered(cluster, AccessCatalogue.STREAM, shared),
                StreamConfig.settings(settings(
                        cluster,
                        AccessCatalogue.STREAM,
                        shared,
                        Map.of(
                                "labellers",
                                "rules," + MODEL,
                                "stream.threads",
                                "1",
                                "instance.id",
                                "stream-0",
                                "state.directory",
                                directory.resolve("state").toString()))),
                meters,
                null);
        dashboard = new Dashboard(
                registered(cluster, AccessCatalogue.DASHBOARD, Map.of()),
                DashboardConfig.settings(
                        cluster.settings(AccessCatalogue.DASHBOARD, Map.of(DashboardConfig.PORT, "0"))),
                stream);
        Settings ofWorker = settings(
                cluster, AccessCatalogue.WORKER, shared, Map.of("instance.id", "worker-0", "model.precision", "fp32"));
        worker = Services.worker(ofWorker, Cluster.of(ofWorker), meters);
        Settings ofTrainer = settings(
                cluster,
                AccessCatalogue.TRAINER,
                shared,
                Map.of(
                        "train.min.examples",
                        "1000000",
                        "trainer.data.directory",
                        directory.resolve("trainer").toString()));
        Cluster trainers = Cluster.of(ofTrainer);
        trainer = Services.trainer(
                ofTrainer,
                trainers,
                MODEL,
                "trainer-0",
                (request, work, monitor, stop) -> Optional.of(candidate(request, work)),
                meters);
        Settings ofRecommender = settings(
                cluster,
                AccessCatalogue.RECOMMENDER,
                shared,
                Map.of("instance.id", "recommender-0", "recommend.description.wait", "1s"));
        recommender = Services.recommender(ofRecommender, Cluster.of(ofRecommender), meters);
        Settings ofGenerator = settings(
                cluster,
                AccessCatalogue.GENERATOR,
                shared,
                Map.of(
                        "instance.id", "generator-0",
                        "generator.model", DECODER,
                        "generator.max.tokens", "4",
                        "model.precision", "fp32"));
        generator = Services.generator(ofGenerator, Cluster.of(ofGenerator), meters);
        serving = serving(
                settings(cluster, AccessCatalogue.SERVER, shared, Map.of("serve.port", "0", "model.precision", "fp32")),
                meters);
        stream.start();
        dashboard.start();
        serving.start();
        worker.start();
        recommender.start();
        generator.start();
        RequiredTopics.check(trainers);
        trainer.start();
    }

    private static Serving serving(Settings settings, SimpleMeterRegistry meters) throws InterruptedException {
        try {
            return new ServingSetup(settings, meters, line -> {})
                    .serving(new ServingSetup.ModelSource.Champion(Cluster.of(settings)), null);
        } catch (ModelRefusedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Settings settings(
            GuardedCluster cluster, String client, Map<String, String> shared, Map<String, String> own) {
        return cluster.settings(client, with(shared, own));
    }

    private static Cluster registered(GuardedCluster cluster, String client, Map<String, String> shared) {
        return Cluster.of(cluster.settings(client, shared));
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    private static Candidate candidate(TrainingRequest request, Path work) throws IOException, InterruptedException {
        Path directory = work.resolve("model");
        CheckpointDirectory checkpoint =
                Files.exists(directory) ? CheckpointDirectory.open(directory) : TinyModel.write(directory, 1);
        VersionDetails details = new VersionDetails(
                request.name(),
                request.version(),
                null,
                "tiny",
                new TrainingData(request.rules().version(), 1, 0, request.offsets()),
                new TrainingSetup(JsonFiles.newObject(), 1, "test"),
                VoteParameters.DEFAULT,
                Map.of());
        Evaluation none =
                new Evaluation(request.taxonomy(), DecisionParameters.DEFAULT, null, new EnumMap<>(SetName.class));
        GateVerdict passed = new GateVerdict(
                Gate.NAME,
                GateLimits.defaults(),
                SetName.SILVER,
                List.of(new CheckResult(Check.ENOUGH_ITEMS, CheckResult.Outcome.PASS, true, "Enough.")));
        return new Candidate(checkpoint, details, Published.smokeTest(checkpoint), request.rules(), none, passed);
    }

    /** What each service is at, for messages. */
    @Override
    public String toString() {
        return "stream %s, worker %s, trainer %s".formatted(stream.describe(), worker.describe(), trainer.describe());
    }

    /** Whether none has given up. */
    boolean isLive() {
        return stream.isLive()
                && !worker.stopped().isDone()
                && !recommender.stopped().isDone()
                && !generator.stopped().isDone()
                && !trainer.stopped().isDone();
    }

    @Override
    public void close() {
        trainer.close();
        generator.close();
        serving.close();
        recommender.close();
        worker.close();
        dashboard.close();
        stream.close();
    }
}
