package io.rolestream.trainer.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.LinearLabeller;
import io.rolestream.labellers.checkpoint.CheckpointFacts;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingSettings;
import io.rolestream.trainer.study.tuning.Grid;
import io.rolestream.trainer.study.tuning.GridSearch;
import io.rolestream.trainer.study.tuning.StudyTuning;
import io.rolestream.trainer.study.tuning.StudyTuning.Tuned;
import io.rolestream.trainer.study.tuning.TrainTestSplit;
import io.rolestream.trainer.study.tuning.TuningChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats the first study: its rules label all texts, and its other labellers are compared with these labels, each on
 * the rows the study used. Then come what the figures have to be compared with, and this project's own labellers on the
 * same rows. A labeller that cannot be run is a row that says why, and the others follow.
 */
public final class Study {
    private static final Logger LOG = LoggerFactory.getLogger(Study.class);

    private static final String DEFAULT_BASE = TrainingSettings.DEFAULT_BASE;
    static final String CONSTANT = "constant";
    private static final String NOTEBOOK_RULES = "notebook rules";
    static final String ZERO_SHOT = "zero-shot";
    static final String PROMPTED = "prompted";
    static final String BEST = "best of the grid";
    static final String FINE_TUNED = "fine-tuned";
    private static final int LOGGED_STEPS = 10;
    private static final int SHOWN_LOSSES = 6;

    private final StudyTexts data;
    private final StudyOptions options;
    private final PrintWriter err;
    private final BooleanSupplier stop;
    private final Taxonomy taxonomy = Taxonomy.standard();
    private final RuleSet notebook = RuleSet.load(RuleSet.NOTEBOOK, taxonomy);
    private final RuleSet ours = RuleSet.load(RuleSet.DEFAULT, taxonomy);
    private final TrainingSettings notebookRecipe;
    private final TrainingSettings ourRecipe;
    private final TrainTestSplit split;
    private final int[] all;
    private final int[] labels;
    private final List<LabellerResult> results = new ArrayList<>();
    private @Nullable Grid grid;

    @FunctionalInterface
    private interface Attempt {
        /** Null if it was stopped. */
        @Nullable
        LabellerResult run(String what) throws IOException, InterruptedException, TrainingImpossibleException;
    }

    /**
     * @param err for progress
     * @param stop asked often; true ends the study with what is finished
     * @throws CommandFailedException if there are too few texts to split
     * @throws ConfigurationException if the recipe's settings contradict each other
     */
    public Study(StudyTexts data, StudyOptions options, PrintWriter err, BooleanSupplier stop) {
        if (data.texts().size() < 2) {
            throw new CommandFailedException(data.source() + ": the study needs at least 2 resumes, to train and to"
                    + " test on, but there " + (data.texts().isEmpty() ? "are none" : "is 1"));
        }
        this.data = data;
        this.options = options;
        this.err = err;
        this.stop = stop;
        this.notebookRecipe = repeatable(options.recipe().apply(notebook));
        this.ourRecipe = repeatable(options.recipe().apply(ours));
        this.split = TrainTestSplit.of(data.texts().size());
        this.all = IntStream.range(0, data.texts().size()).toArray();
        this.labels = votes(notebook).roles();
    }

    private GivenAnswers votes(RuleSet rules) {
        GivenAnswers answers = new GivenAnswers(new int[all.length], new float[all.length], new boolean[all.length]);
        for (int row : all) {
            RuleVote vote = rules.vote(data.texts().get(row));
            answers.roles()[row] = taxonomy.indexOf(vote.role().name());
            answers.confidence()[row] = vote.confidence();
            answers.abstained()[row] = vote.abstained();
        }
        return answers;
    }

    static boolean isOfStudy(String name) {
        return name.equals(ZERO_SHOT) || name.equals(PROMPTED) || name.startsWith(FINE_TUNED);
    }

    /** Runs all labellers. */
    public StudyResult run() throws InterruptedException {
        results.add(constant());
        String usual = "facebook/bart-large-mnli";
        pretrained(ZERO_SHOT, ZERO_SHOT, "entailment of \"This example is {role}.\"", options.zeroShot(), usual);
        pretrained(PROMPTED, PROMPTED, "what it writes, or Other", options.prompted(), "google/flan-t5-small");
        fineTuned();
        if (data.haveTruths()) {
            results.add(LabellerResult.of(NOTEBOOK_RULES, "the labels", all, votes(notebook)));
        }
        results.add(LabellerResult.of("default rules", "weighted keywords, no training", all, votes(ours)));
        if (options.prompted() != null) {
            pretrained("prompted, likelihoods", PROMPTED, "the likeliest role", options.prompted(), "");
        }
        attempt("linear", "words and word pairs, trained on the training rows", this::linear);
        recipe("recipe, notebook rules", notebook, notebookRecipe, false);
        recipe("recipe, default rules", ours, ourRecipe, true);
        if (options.grid()) {
            grid();
        }
        return StudyResult.of(data, taxonomy, labels, split, results, grid, stop.getAsBoolean());
    }

    /** What every labeller has to beat: the most frequent label of the training rows. */
    private LabellerResult constant() {
        long[] counts = new long[taxonomy.size()];
        Arrays.stream(split.train()).forEach(row -> counts[labels[row]]++);
        int most = 0;
        for (int role = 1; role < counts.length; role++) {
            most = counts[role] > counts[most] ? role : most;
        }
        int[] roles = new int[all.length];
        float[] confidence = new float[all.length];
        Arrays.fill(roles, most);
        Arrays.fill(confidence, (float) counts[most] / split.train().length);
        GivenAnswers answers = new GivenAnswers(roles, confidence, new boolean[all.length]);
        return LabellerResult.of(CONSTANT, "always " + taxonomy.role(most).name(), all, answers);
    }

    private void pretrained(String name, String kind, String what, @Nullable String model, String usual)
            throws InterruptedException {
        if (model == null) {
            results.add(
                    LabellerResult.notRun(name, what, "needs a model: --" + kind + " " + usual + ", or a directory"));
            return;
        }
        ObjectNode settings = JsonFiles.newObject();
        if (name.equals(PROMPTED)) {
            settings.put("mode", "greedy"); // the labeller's default compares likelihoods
        }
        attempt(
                name,
                model + ": " + what,
                described -> new StudyLabeller(name, kind, model, settings, taxonomy)
                        .run(described, data.texts(), err, stop));
    }

    /** Without a base the compact one shows what the study's settings do. */
    private void fineTuned() throws InterruptedException {
        String named = options.base();
        String base = named == null ? DEFAULT_BASE : named;
        String name = named == null ? FINE_TUNED + " " + base : FINE_TUNED;
        if (named == null) {
            results.add(LabellerResult.notRun(
                    FINE_TUNED, "the study's settings", "needs a base: --base roberta-base, or a directory"));
        }
        attempt(name, base + ", the study's settings", what -> {
            StudyTuning tuning = StudyTuning.open(base, taxonomy.names(), data.texts(), options.threads());
            return tuned(name, what, tuning, TuningChoice.STUDY);
        });
    }

    private @Nullable LabellerResult tuned(String name, String what, StudyTuning tuning, TuningChoice choice)
            throws IOException {
        TrainingLosses losses = new TrainingLosses();
        Tuned tuned = tuning.run(choice, labels, split.train(), split.test(), losses, stop);
        if (tuned == null) {
            return null;
        }
        return LabellerResult.of(name, what, split.test(), tuned.answers())
                .withEffort(new LabellerResult.Effort(CheckpointFacts.parameters(tuning.base()), 0, tuning.cut()))
                .withNote(losses.sentence() + String.format(Locale.ROOT, "Loss on the test rows %.4f.", tuned.loss()));
    }

    /** The mean loss of every ten steps, as the study's log has them. */
    private final class TrainingLosses implements Consumer<TrainingProgress> {
        private final List<String> means = new ArrayList<>();
        private double sum;

        @Override
        public void accept(TrainingProgress progress) {
            sum += progress.step().loss();
            if (progress.step().step() % LOGGED_STEPS == 0) {
                String mean = String.format(Locale.ROOT, "%.4f", sum / LOGGED_STEPS);
                means.add(mean);
                err.printf(
                        "  step %d of %d: loss %s%n",
                        progress.step().step(), progress.step().steps(), mean);
                err.flush();
                sum = 0;
            }
        }

        String sentence() {
            if (means.isEmpty()) {
                return "";
            }
            List<String> shown = means.size() <= SHOWN_LOSSES ? means : means.subList(0, SHOWN_LOSSES - 1);
            return "Training loss of each " + LOGGED_STEPS + " steps " + String.join(", ", shown)
                    + (shown.size() < means.size() ? ", ..., " + means.get(means.size() - 1) : "") + ". ";
        }
    }

    /** The bar that a transformer has to clear. */
    private LabellerResult linear(String what) {
        try (LinearLabeller linear = LinearLabeller.train(
                Arrays.stream(split.train()).mapToObj(data.texts()::get).toList(),
                Arrays.stream(split.train()).map(row -> labels[row]).toArray(),
                taxonomy,
                TrainTestSplit.SEED)) {
            int[] roles = new int[split.test().length];
            float[] confidence = new float[roles.length];
            for (int i = 0; i < roles.length; i++) {
                Answer answer = linear.label(data.texts().get(split.test()[i])).join();
                roles[i] = answer.role();
                confidence[i] = answer.confidence();
            }
            GivenAnswers answers = new GivenAnswers(roles, confidence, new boolean[roles.length]);
            return LabellerResult.of("linear", what, split.test(), answers)
                    .withEffort(new LabellerResult.Effort(linear.facts().parameters(), 0, Set.of()));
        }
    }

    /** The study's rules may not decide along with a model: their votes are the labels. */
    private void recipe(String name, RuleSet rules, TrainingSettings settings, boolean joint)
            throws InterruptedException {
        attempt(
                name,
                "the trainer's recipe over these rules on " + settings.base()
                        + (joint ? ", decides with them" : ", the model alone"),
                what -> new OurRecipe(data.texts(), split).run(name, what, rules, joint, settings, stop));
    }

    /** A precision that is chosen by its speed gives another model on another day. */
    private static TrainingSettings repeatable(TrainingSettings settings) {
        return settings.precision() != null
                ? settings
                : new TrainingSettings(
                        settings.base(),
                        settings.seed(),
                        settings.threads(),
                        settings.maxTexts(),
                        settings.recipe(),
                        settings.gate(),
                        Precision.FP32);
    }

    private void grid() throws InterruptedException {
        String base = options.base() == null ? DEFAULT_BASE : options.base();
        attempt(BEST, base, what -> {
            StudyTuning tuning = StudyTuning.open(base, taxonomy.names(), data.texts(), options.threads());
            Grid found = new GridSearch(tuning, taxonomy, labels, split.train(), err, stop).run(base, data.texts());
            grid = found;
            TuningChoice best = found.best();
            return best == null ? null : tuned(BEST, what + ", " + best.name(), tuning, best);
        });
    }

    @SuppressWarnings("IllegalCatch") // whatever goes wrong is this labeller's result
    private void attempt(String name, String what, Attempt attempt) throws InterruptedException {
        if (stop.getAsBoolean()) {
            results.add(LabellerResult.notRun(name, what, "stopped before"));
            return;
        }
        err.println(name + ": " + what);
        err.flush();
        LabellerResult result;
        try {
            result = attempt.run(what);
        } catch (IOException | TrainingImpossibleException | RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.info("{} failed", name, e);
            String message = e.getMessage();
            String reason = message == null || e instanceof Error ? e.toString() : message;
            result = LabellerResult.notRun(name, what, reason);
        }
        results.add(result == null ? LabellerResult.notRun(name, what, "stopped") : result);
    }
}
