package io.rolestream.trainer.matching;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.SentenceFiles;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.ResumableTraining;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.contrastive.ContrastiveExamples;
import io.rolestream.engine.training.contrastive.ContrastiveOptions;
import io.rolestream.engine.training.contrastive.ContrastiveTraining;
import io.rolestream.engine.training.preference.PreferenceExamples;
import io.rolestream.engine.training.preference.PreferenceTraining;
import io.rolestream.matching.judge.JudgeIndependence;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.TrainingData;
import io.rolestream.models.artifact.TrainingSetup;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.curves.TrainingCurve;
import io.rolestream.trainer.curves.TrainingPlots;
import io.rolestream.trainer.matching.adversary.AdversaryTexts;
import io.rolestream.trainer.matching.adversary.Boilerplate;
import io.rolestream.trainer.matching.adversary.RewardReport;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingMonitor.Stage;
import io.rolestream.trainer.recipe.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains, measures and judges one matcher or one reward model. It knows no Kafka: matches in, a judged checkpoint out.
 * In the work directory the training leaves a state to resume from, and the model only when it is complete.
 */
public final class MatchTraining {
    private static final String MODEL = "model";
    private static final String STATE = "training.state";

    /** Of a base that gives no useful vectors yet, at this width; wider ones learn more slowly. */
    private static final double USUAL_RATE = 4e-4;

    private static final double USUAL_WIDTH = 256;
    private static final double RATE_EXPONENT = -2;

    /** Of a base that was trained for similarity already. */
    private static final double CAREFUL_RATE = 2e-5;

    private static final double WARM_UP = 0.1;
    private static final int PASS_TOKENS = 2048;
    private static final int NEGATIVES_DEPTH = 200;
    private static final int LEAST_PAIRS = 20;
    private static final int LEAST_QUERIES = 10;
    private static final int FEWEST_REFERENCES = 10;
    private static final int MOST_REFERENCES = 256;

    private final MatchRequest request;
    private final VersionTask task;
    private final WorkDirectory work;
    private final MatchSplit split;
    private final CheckpointDirectory base;
    private final TrainingMonitor monitor;
    private final BooleanSupplier stop;

    private MatchTraining(
            MatchRequest request,
            VersionTask task,
            WorkDirectory work,
            MatchSplit split,
            CheckpointDirectory base,
            TrainingMonitor monitor,
            BooleanSupplier stop) {
        this.request = request;
        this.task = task;
        this.work = work;
        this.split = split;
        this.base = base;
        this.monitor = monitor;
        this.stop = stop;
    }

    /**
     * Trains a model, or continues the training in the work directory.
     *
     * @param task {@link VersionTask#EMBEDDER} for a matcher, {@link VersionTask#RERANKER} for a reward model
     * @param work a directory for this training and its result. A stopped or killed training there is continued if the
     *     request is the same, and discarded otherwise
     * @param stop checked often; true stops the training, or the judging of a reward model; both can be continued
     * @return empty if it was stopped
     * @throws TrainingImpossibleException if the matches do not suffice
     * @throws IOException if a file cannot be read or written
     */
    public static Optional<MatchCandidate> run(
            MatchRequest request, VersionTask task, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        if (task == VersionTask.CLASSIFIER) {
            throw new IllegalArgumentException("classifiers are trained by ModelTraining");
        }
        monitor.stage(Stage.READING, request.data().matches().size());
        MatchSplit split = MatchSplit.of(request.data(), request.rules());
        requireEnough(split);
        CheckpointDirectory base =
                CheckpointDirectory.open(BaseModels.resolve(request.settings().base(), HubSettings.fromEnvironment()));
        WorkDirectory directory = WorkDirectory.of(work, owner(request, task, split));
        return new MatchTraining(request, task, directory, split, base, monitor, stop).run();
    }

    private static String owner(MatchRequest request, VersionTask task, MatchSplit split) {
        MatchSettings settings = request.settings();
        return String.join(
                "\n",
                task.key() + " " + request.version(),
                "matches " + Long.toHexString(split.fingerprint()),
                "base " + settings.base(),
                "seed " + settings.seed(),
                "settings " + settings.json(settings.learningRate()),
                "centred on the best jobs of held-out resumes",
                "against jobs of another, known role that do not suit",
                "mined with " + (request.champions().matcher() == null ? "words" : "the champion too"),
                "replaces " + request.champions().version());
    }

    private static void requireEnough(MatchSplit split) throws TrainingImpossibleException {
        long suiting = split.train().stream().filter(GradedMatch::suits).count();
        if (suiting < LEAST_PAIRS) {
            throw new TrainingImpossibleException("only " + suiting + " matches that suit can be learnt from, of "
                    + (split.train().size()
                            + split.validation().size()
                            + split.test().size()
                            + split.unused())
                    + " (a fifth of the resumes and of the jobs is kept for the test); at least " + LEAST_PAIRS
                    + " are needed");
        }
        long queries = split.test().stream()
                .filter(GradedMatch::suits)
                .map(GradedMatch::resumeId)
                .distinct()
                .count();
        if (queries < LEAST_QUERIES) {
            throw new TrainingImpossibleException("only " + queries + " resumes of the test side have a job of the test"
                    + " side that suits, of which each is a fifth; at least " + LEAST_QUERIES
                    + " are needed to judge a model");
        }
    }

    private Optional<MatchCandidate> run() throws IOException, InterruptedException {
        if (!work.has(MODEL) && !train()) {
            return Optional.empty();
        }
        CheckpointDirectory model = CheckpointDirectory.open(work.resolve(MODEL));
        monitor.stage(Stage.EVALUATING, split.test().size());
        MatchSystems systems = new MatchSystems(
                request.rules(), request.data(), request.settings().threads());
        MatchComparisons comparisons = new MatchComparisons(systems, split);
        MatchVerdict verdict = task == VersionTask.EMBEDDER
                ? comparisons.matcher(
                        model.path(),
                        base.path(),
                        basePooling(),
                        request.champions(),
                        request.data().byPeople())
                : comparisons.reward(
                        model.path(), request.champions(), request.data().byPeople());
        monitor.stage(Stage.JUDGING, split.test().size());
        if (task == VersionTask.RERANKER) {
            Optional<RewardReport> report = checked(model);
            if (report.isEmpty()) {
                return Optional.empty();
            }
            verdict = verdict.with(report.get());
        }
        String name = task.recommenderModel();
        MatchCard.write(model.path(), name + " " + request.version(), what(), request, rate(), split, verdict);
        return Optional.of(new MatchCandidate(model, details(name, verdict), smokeTest(model), verdict));
    }

    private Optional<RewardReport> checked(CheckpointDirectory model) throws IOException, InterruptedException {
        AdversaryTexts texts =
                new AdversaryTexts(Boilerplate.JUDGED, request.settings().seed());
        try (RewardChecks checks = new RewardChecks(
                model,
                split,
                SkillVocabulary.of(request.rules()),
                texts,
                request.settings().threads(),
                stop)) {
            return checks.report(references());
        }
    }

    private String what() {
        return task == VersionTask.EMBEDDER
                ? "A bi-encoder of Rolestream: gives a resume and a job that suits it vectors with a high cosine."
                        + " sentence-transformers and `rolestream model embed` load it."
                : "A reward model of Rolestream: a cross-encoder that reads a resume and a job and gives one score, on"
                        + " average 0 over resumes with the job that suits them best. `AutoModelForSequenceClassification` of transformers"
                        + " and `rolestream model score` load it.";
    }

    private VersionDetails details(String name, MatchVerdict verdict) throws IOException {
        @Nullable String version = MatchTraining.class.getPackage().getImplementationVersion();
        ObjectNode recipe =
                request.settings().json(rate()).put(JudgeIndependence.MATCHES, Long.toHexString(split.fingerprint()));
        return new VersionDetails(
                name,
                request.version(),
                request.champions().version(),
                request.settings().base(),
                new TrainingData(request.rules().version(), split.train().size(), 0, request.offsets()),
                new TrainingSetup(recipe, request.settings().seed(), version == null ? "unpackaged" : version),
                VoteParameters.DEFAULT,
                verdict.metrics(),
                verdict.stated(),
                task);
    }

    private SmokeTest smokeTest(CheckpointDirectory model) throws IOException, InterruptedException {
        try (TestedModel opened = TestedModel.open(task, model, SmokeTest.options(), null)) {
            return SmokeTest.of(opened);
        }
    }

    private boolean train() throws IOException, InterruptedException {
        int most = Math.min(request.settings().maxTokens(), base.maxTokens());
        Path state = work.resolve(STATE);
        boolean resumed = work.has(STATE);
        try (MatchExamples examples = new MatchExamples(split, base, most);
                ResumableTraining training = task == VersionTask.EMBEDDER
                        ? bi(examples, most, resumed ? state : null)
                        : cross(examples, resumed ? state : null);
                TrainingCurve curve = TrainingCurve.of(state, resumed)) {
            monitor.stage(Stage.FINE_TUNING, split.train().size());
            Consumer<TrainingProgress> listener =
                    curve.andThen(progress -> monitor.progressed(Stage.FINE_TUNING, progress));
            if (!training.run(listener, stop, state)) {
                return false;
            }
            if (training instanceof PreferenceTraining preferences) {
                calibrate(preferences);
            }
            Path unfinished = work.cleared(MODEL + ".unfinished");
            training.save(unfinished, DType.F32);
            TrainingPlots.write(
                    unfinished,
                    curve,
                    task == VersionTask.EMBEDDER ? "suiting job found in its batch" : "comparisons decided correctly",
                    null);
            Files.move(unfinished, work.resolve(MODEL));
        }
        Files.deleteIfExists(state);
        TrainingCurve.delete(state);
        return true;
    }

    private ContrastiveTraining bi(MatchExamples examples, int maxTokens, @Nullable Path state)
            throws IOException, InterruptedException {
        ContrastiveExamples learnt = examples.pairs(split.train(), mined(split.train()));
        ContrastiveExamples measured = examples.pairs(split.validation(), Map.of());
        ContrastiveOptions options = new ContrastiveOptions(
                options(),
                SentenceFiles.pooling(base.path()),
                maxTokens,
                request.settings().temperature(),
                true,
                request.settings().negatives(),
                new EvaluationPlan(1, 0));
        return ContrastiveTraining.open(StartingPoint.of(base), learnt, measured, options, state);
    }

    private PreferenceTraining cross(MatchExamples examples, @Nullable Path state)
            throws IOException, InterruptedException {
        PreferenceExamples learnt = examples.preferences(split.train(), mined(split.train()), dishonest());
        PreferenceExamples measured = examples.preferences(split.validation(), Map.of(), Map.of());
        return PreferenceTraining.open(
                StartingPoint.of(base), learnt, measured, options(), new EvaluationPlan(1, 0), state);
    }

    /** Sets the level of the scores, of pairs as they are read in use: up to what the model reads. */
    private void calibrate(PreferenceTraining training) throws IOException {
        try (MatchExamples read = new MatchExamples(split, base, base.maxTokens())) {
            training.calibrate(references().stream().map(read::sequence).toList());
        }
    }

    /**
     * Resumes with the job that suits them best, whose mean score is to be 0; not learnt from if there are enough,
     * since pairs that are learnt have higher scores than others.
     */
    private List<GradedMatch> references() {
        List<GradedMatch> heldOut = MatchSplit.bests(split.validation());
        List<GradedMatch> references = heldOut.size() >= FEWEST_REFERENCES ? heldOut : MatchSplit.bests(split.train());
        return references.subList(0, Math.min(references.size(), MOST_REFERENCES));
    }

    /** How the base's vectors are pooled where it does not say; null where it does. */
    private @Nullable Pooling basePooling() throws IOException {
        return SentenceFiles.of(base.path()).isEmpty() ? Pooling.MEAN : null;
    }

    private Map<String, List<String>> mined(List<GradedMatch> matches) throws IOException, InterruptedException {
        int most = 4 * request.settings().negatives();
        if (most == 0) {
            return Map.of();
        }
        Map<String, Map<String, Integer>> grades = MatchSplit.grades(matches);
        List<String> jobs = split.learntJobs().stream().map(Profile::id).toList();
        RunnerUps runnerUps = new RunnerUps(most);
        Map<String, List<String>> mined = new LinkedHashMap<>();
        new MatchSystems(request.rules(), request.data(), request.settings().threads())
                .rankings(
                        List.copyOf(grades.keySet()),
                        jobs,
                        NEGATIVES_DEPTH,
                        request.champions().matcher())
                .forEach((resume, rankings) -> mined.put(
                        resume,
                        runnerUps.of(
                                rankings,
                                job -> grades.getOrDefault(resume, Map.of()).getOrDefault(job, 0) > 0)));
        return mined;
    }

    /** Dishonest postings to reject, by resume. */
    private Map<String, List<String>> dishonest() {
        int each = request.settings().adversaries();
        if (each == 0) {
            return Map.of();
        }
        AdversaryTexts texts =
                new AdversaryTexts(Boilerplate.LEARNT, request.settings().seed());
        Map<String, List<String>> dishonest = new LinkedHashMap<>();
        HonestPairs.of(split, split.train(), split.learntJobs())
                .forEach((resume, pair) -> dishonest.put(resume, texts.some(each, pair)));
        return dishonest;
    }

    private double rate() throws IOException {
        if (request.settings().learningRate() > 0) {
            return request.settings().learningRate();
        }
        boolean trained = task == VersionTask.EMBEDDER && basePooling() == null;
        return trained ? CAREFUL_RATE : USUAL_RATE * Math.pow(base.config().hiddenSize() / USUAL_WIDTH, RATE_EXPONENT);
    }

    private TrainingOptions options() throws IOException {
        MatchSettings settings = request.settings();
        return new TrainingOptions(
                new TrainingOptions.Batching(settings.batchSize(), 1, PASS_TOKENS),
                new TrainingOptions.Schedule(settings.epochs(), rate(), WARM_UP),
                TrainingOptions.Optimizer.usual(),
                task == VersionTask.RERANKER ? 0.0 : null,
                settings.precision(),
                settings.threads(),
                settings.seed());
    }
}
