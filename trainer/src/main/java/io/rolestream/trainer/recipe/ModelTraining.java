package io.rolestream.trainer.recipe;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.classification.ClassWeights;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.engine.training.pretraining.MaskTokens;
import io.rolestream.engine.training.pretraining.Pretraining;
import io.rolestream.engine.training.pretraining.PretrainingOptions;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.models.loading.LinkedVersion;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.curves.TrainingCurve;
import io.rolestream.trainer.curves.TrainingPlots;
import io.rolestream.trainer.labelling.KeywordRelearning;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.Targets.Target;
import io.rolestream.trainer.recipe.TrainingMonitor.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Trains, evaluates and judges one model. */
public final class ModelTraining {
    private static final String ADAPTED = "adapted-base";
    private static final String CHAMPION = "champion";
    private static final String ADAPTING_STATE = "adapting.state";

    /** The usual learning rate at this width; others follow a power law through the rates of common sizes. */
    private static final double USUAL_RATE = 6e-4;

    private static final double USUAL_WIDTH = 256;
    private static final double RATE_EXPONENT = -2.5;

    private static final double WARM_UP = 0.1;
    private static final int SORTED_BATCHES = 50;
    private static final int EVALUATIONS_PER_EPOCH = 1;
    private static final int LEAST_TEXTS = 50;

    private final TrainingRequest request;
    private final Recipe recipe;
    private final WorkDirectory work;
    private final Material material;
    private final TrainingMonitor monitor;
    private final BooleanSupplier stop;

    private ModelTraining(
            TrainingRequest request,
            WorkDirectory work,
            Material material,
            TrainingMonitor monitor,
            BooleanSupplier stop) {
        this.request = request;
        this.recipe = request.settings().recipe();
        this.work = work;
        this.material = material;
        this.monitor = monitor;
        this.stop = stop;
    }

    /**
     * Trains a model, or continues the training in the work directory.
     *
     * @param work a directory for this training and its result. A stopped or killed training there is continued if the
     *     request is the same, and discarded otherwise
     * @param stop checked often; true stops the training, which can be continued
     * @return empty if it was stopped
     * @throws TrainingImpossibleException if the texts do not suffice
     * @throws IOException if a file cannot be read or written
     */
    public static Optional<Candidate> run(
            TrainingRequest request, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        monitor.stage(Stage.READING, 0);
        Material material = Material.read(request, monitor);
        WorkDirectory directory = WorkDirectory.of(work, owner(request, material));
        return new ModelTraining(request, directory, material, monitor, stop).run();
    }

    /** Identifies a training. */
    private static String owner(TrainingRequest request, Material material) {
        TrainingSettings settings = request.settings();
        return String.join(
                "\n",
                request.name() + "/" + request.version(),
                "rules " + request.rules().version(),
                "texts " + Long.toHexString(material.fingerprint()),
                "base " + settings.base(),
                "start " + start(request),
                "roles " + String.join(", ", request.taxonomy().names()),
                "seed " + settings.seed(),
                "recipe " + settings.recipe().json());
    }

    private static String start(TrainingRequest request) {
        LoadedModel former = request.formerRoles();
        return former == null ? "base" : former.version();
    }

    private Optional<Candidate> run() throws IOException, InterruptedException, TrainingImpossibleException {
        monitor.stage(Stage.LABELLING, material.size());
        RuleSet rules = relearnt();
        List<TrainingText> texts = material.of(ExampleSplit.TRAIN);
        Targets targets = new Targets(rules, recipe, texts, request.settings().seed());
        List<Target> learnt = checked(cleaned(targets.of(texts)));
        List<Target> measured = targets.asTheyAre(material.of(ExampleSplit.VALIDATION));
        Optional<Start> start = start();
        if (start.isEmpty()) {
            return Optional.empty();
        }
        String model = "model";
        if (!work.has(model) && !fineTune(start.get(), learnt, measured, model)) {
            return Optional.empty();
        }
        if (recipe.tuning().selfTraining() > 0) {
            String second = "model-2";
            if (!work.has(second)
                    && !fineTune(
                            start.get(),
                            new SelfTraining(
                                            recipe.tuning().selfTraining(),
                                            request.settings().threads())
                                    .relabelled(CheckpointDirectory.open(work.resolve(model)), learnt),
                            measured,
                            second)) {
                return Optional.empty();
            }
            model = second;
        }
        monitor.stage(Stage.EVALUATING, material.of(ExampleSplit.TEST).size());
        long answers = learnt.stream().filter(Target::answered).count();
        return Optional.of(new CandidateEvaluation(request, material, rules)
                .judged(CheckpointDirectory.open(work.resolve(model)), learnt.size() - answers, answers, monitor));
    }

    /** What fine-tuning starts from. */
    private record Start(CheckpointDirectory directory, StartingPoint from) {
        static Start of(CheckpointDirectory base) {
            return new Start(base, StartingPoint.of(base));
        }
    }

    /**
     * The base, adapted to the texts if the recipe says so. But where the champion has learnt other roles than there
     * are now, the champion itself, with the rows of its roles: else all that it knows would be learnt again for one
     * role more. Empty if the training was stopped.
     */
    private Optional<Start> start() throws IOException {
        LoadedModel former = request.formerRoles();
        if (former != null) {
            RoleMapping mapping = former.mapping();
            List<List<Integer>> rows = IntStream.range(0, request.taxonomy().size())
                    .mapToObj(mapping::sources)
                    .toList();
            monitor.note("the roles have changed since version " + former.version()
                    + ", with which this training starts: " + mapping.summary());
            CheckpointDirectory champion = champion(former);
            return Optional.of(new Start(champion, StartingPoint.of(champion, rows)));
        }
        CheckpointDirectory base =
                CheckpointDirectory.open(BaseModels.resolve(request.settings().base(), HubSettings.fromEnvironment()));
        if (recipe.tuning().adaptingEpochs() == 0) {
            return Optional.of(Start.of(base));
        }
        if (!work.has(ADAPTED)) {
            monitor.stage(Stage.ADAPTING, material.size());
            if (!adapt(base)) {
                return Optional.empty();
            }
        }
        return Optional.of(Start.of(CheckpointDirectory.open(work.resolve(ADAPTED))));
    }

    /** In the work directory, because a cache may delete its versions before the training is continued. */
    private CheckpointDirectory champion(LoadedModel former) throws IOException {
        if (!work.has(CHAMPION)) {
            Path partial = work.cleared(CHAMPION + ".partial");
            LinkedVersion.at(former.directory(), partial);
            Files.move(partial, work.resolve(CHAMPION), StandardCopyOption.ATOMIC_MOVE);
        }
        return CheckpointDirectory.open(work.resolve(CHAMPION));
    }

    private RuleSet relearnt() {
        List<TrainingText> answers = material.answered(ExampleSplit.TRAIN);
        if (!recipe.labels().relearntKeywords()
                || !request.rules().isWeighted()
                || answers.size() < KeywordRelearning.MIN_ANSWERS) {
            return request.rules();
        }
        KeywordRelearning relearning = KeywordRelearning.of(
                request.rules(), answers, request.settings().seed());
        monitor.note(String.format(
                Locale.ROOT,
                "%,d answers changed %,d keyword weights: log loss on held-out answers %.3f nats, before %.3f",
                answers.size(),
                relearning.changed(),
                relearning.after(),
                relearning.before()));
        return relearning.rules();
    }

    /** On threads of the training's number and niceness. */
    private List<Target> cleaned(List<Target> targets) {
        TrainingSettings settings = request.settings();
        CleanTargets cleaning = new CleanTargets(recipe, request.taxonomy().size(), settings.seed());
        ForkJoinPool pool = new ForkJoinPool(settings.threads());
        try {
            return pool.submit(() -> cleaning.of(targets)).join();
        } finally {
            pool.shutdown();
        }
    }

    private List<Target> checked(List<Target> targets) throws TrainingImpossibleException {
        if (targets.size() < LEAST_TEXTS) {
            throw new TrainingImpossibleException("only " + targets.size()
                    + " texts to train on (of " + material.size()
                    + "; four fifths are used for training), but at least "
                    + LEAST_TEXTS + " are needed; provide more resumes");
        }
        if (material.of(ExampleSplit.TEST).isEmpty()) {
            throw new TrainingImpossibleException("none of the " + material.size()
                    + " texts is on the test side of the split, which is usually a tenth; provide more resumes");
        }
        List<String> roles = targets.stream()
                .map(target -> request.taxonomy().role(target.role()).name())
                .distinct()
                .toList();
        if (roles.size() < 2) {
            throw new TrainingImpossibleException("all " + targets.size() + " texts to train on are labelled "
                    + roles.get(0) + ", but a classifier needs at least two roles; do the rules fit these texts?");
        }
        return targets;
    }

    private boolean adapt(CheckpointDirectory base) throws IOException {
        StartingPoint from = StartingPoint.of(base);
        try (TextTokenizer tokenizer = tokenizer(base)) {
            MaskTokens tokens = MaskTokens.of(tokenizer, from.config());
            List<int[]> texts = Stream.of(ExampleSplit.TRAIN, ExampleSplit.VALIDATION)
                    .flatMap(split -> material.of(split).stream())
                    .map(text -> tokenizer.encode(text.text()).first())
                    .toList();
            PretrainingOptions options = new PretrainingOptions(
                    options(recipe.tuning().adaptingEpochs(), usualRate(from) / 2),
                    PretrainingOptions.DEFAULT_MASKED_SHARE,
                    new EvaluationPlan(1, 0));
            Path state = work.resolve(ADAPTING_STATE);
            try (Pretraining adapting = Pretraining.open(
                    from, tokens, texts, List.of(), options, work.has(ADAPTING_STATE) ? state : null)) {
                if (!adapting.run(progress -> monitor.progressed(Stage.ADAPTING, progress), stop, state)) {
                    return false;
                }
                finish(ADAPTED, directory -> adapting.save(directory, DType.F32), ADAPTING_STATE);
                return true;
            } catch (TrainingException e) {
                throw new IOException("adapting the base failed: " + e.getMessage(), e);
            }
        }
    }

    private boolean fineTune(Start start, List<Target> learnt, List<Target> measured, String model) throws IOException {
        monitor.stage(Stage.FINE_TUNING, learnt.size());
        StartingPoint from = start.from();
        List<TokenizedExample> training = new ArrayList<>();
        List<TokenizedExample> validation = new ArrayList<>();
        try (TextTokenizer tokenizer = tokenizer(start.directory())) {
            learnt.forEach(target -> training.add(example(tokenizer, target)));
            measured.forEach(target -> validation.add(example(tokenizer, target)));
        }
        double rate = recipe.tuning().learningRate() > 0 ? recipe.tuning().learningRate() : usualRate(from);
        FineTuningOptions options = new FineTuningOptions(
                options(recipe.tuning().epochs(), rate),
                recipe.tuning().labelSmoothing(),
                recipe.tuning().classBalance() == 0
                        ? ClassWeights.none()
                        : new ClassWeights.Balanced(recipe.tuning().classBalance()),
                new EvaluationPlan(EVALUATIONS_PER_EPOCH, 0));
        List<String> labels = request.taxonomy().names();
        String stateName = model + ".state";
        Path state = work.resolve(stateName);
        boolean resumed = work.has(stateName);
        try (FineTuning tuning = FineTuning.open(from, labels, training, validation, options, resumed ? state : null);
                TrainingCurve curve = TrainingCurve.of(state, resumed)) {
            Consumer<TrainingProgress> listener =
                    curve.andThen(progress -> monitor.progressed(Stage.FINE_TUNING, progress));
            if (!tuning.run(listener, stop, state)) {
                return false;
            }
            finish(
                    model,
                    directory -> {
                        tuning.save(directory, DType.F32);
                        TrainingPlots.write(directory, curve, "agreement with the labels", null);
                    },
                    stateName);
            TrainingCurve.delete(state);
            return true;
        } catch (TrainingException e) {
            throw new IOException("training failed: " + e.getMessage(), e);
        }
    }

    private static TokenizedExample example(TextTokenizer tokenizer, Target target) {
        return new TokenizedExample(tokenizer.encode(target.learntText()).first(), target.target(), target.weight());
    }

    private static double usualRate(StartingPoint from) {
        return USUAL_RATE * Math.pow(from.config().hiddenSize() / USUAL_WIDTH, RATE_EXPONENT);
    }

    private TrainingOptions options(int epochs, double rate) {
        TrainingSettings settings = request.settings();
        return new TrainingOptions(
                TrainingOptions.Batching.of(recipe.tuning().batchSize(), SORTED_BATCHES),
                new TrainingOptions.Schedule(epochs, rate, WARM_UP),
                TrainingOptions.Optimizer.usual(),
                null,
                settings.precision(),
                settings.threads(),
                settings.seed());
    }

    private TextTokenizer tokenizer(CheckpointDirectory checkpoint) throws IOException {
        int most = checkpoint.maxTokens();
        return TextTokenizer.open(
                checkpoint.path(),
                TokenizerOptions.head(Math.min(most, recipe.tuning().maxTokens())));
    }

    @FunctionalInterface
    private interface Writer {
        void write(Path directory) throws IOException;
    }

    /** Moves a step's complete result into place, and deletes the step's state. */
    private void finish(String name, Writer writer, String state) throws IOException {
        Path partial = work.cleared(name + ".partial");
        writer.write(partial);
        Files.move(partial, work.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(work.resolve(state));
    }
}
