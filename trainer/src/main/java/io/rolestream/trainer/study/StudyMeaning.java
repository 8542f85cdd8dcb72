package io.rolestream.trainer.study;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.trainer.study.tuning.Grid;
import io.rolestream.trainer.study.tuning.TuningChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says in sentences what a study's figures show, and what they don't. */
final class StudyMeaning {
    private static final int FEW = 5;

    private final StudyResult result;
    private final int[] test;
    private final List<String> sentences = new ArrayList<>();

    private StudyMeaning(StudyResult result) {
        this.result = result;
        this.test = result.split().test();
    }

    static List<String> sentences(StudyResult result) {
        StudyMeaning meaning = new StudyMeaning(result);
        meaning.constant();
        meaning.comparison();
        meaning.interval();
        meaning.rare();
        meaning.grid();
        result.labellers().forEach(meaning::labeller);
        meaning.truth();
        return meaning.sentences;
    }

    /** A labeller that gives the constant's answers has learnt nothing, whatever its figures. */
    private void constant() {
        LabellerResult constant = result.labellers().get(0);
        AnswerScores onTest = scores(result.onTest(), constant.name()).orElseThrow();
        say(
                "The constant answer, %s, has accuracy %.4f on all, and %.4f with a weighted F1 of %.4f on the test set. A"
                        + " labeller that is not above it has learnt nothing.",
                constant.what(),
                scores(result.onAll(), constant.name()).orElseThrow().accuracy().value(),
                onTest.accuracy().value(),
                onTest.weightedF1().value());
        int[] answers = constant.on(test).answers().roles();
        for (LabellerResult labeller : result.labellers()) {
            if (labeller != constant
                    && labeller.answered(test)
                    && Arrays.equals(labeller.on(test).answers().roles(), answers)) {
                say("%s is that constant: it gives this answer for every test row.", labeller.name());
            }
        }
    }

    private static Optional<AnswerScores> scores(Comparison comparison, String name) {
        return comparison.compared().stream()
                .filter(labeller -> labeller.name().equals(name))
                .findFirst()
                .map(StudyReport::scores);
    }

    private void comparison() {
        Optional<AnswerScores> all = scores(result.onAll(), Study.ZERO_SHOT);
        Optional<AnswerScores> same = scores(result.onTest(), Study.ZERO_SHOT);
        Optional<AnswerScores> tuned = scores(result.onTest(), Study.FINE_TUNED);
        if (all.isPresent() && same.isPresent() && tuned.isPresent()) {
            say(
                    "The study compares zero-shot on all rows with fine-tuned on the test rows: %+.4f accuracy, %+.4f F1."
                            + " On the same test rows it is %+.4f and %+.4f.",
                    tuned.get().accuracy().value() - all.get().accuracy().value(),
                    tuned.get().weightedF1().value() - all.get().weightedF1().value(),
                    tuned.get().accuracy().value() - same.get().accuracy().value(),
                    tuned.get().weightedF1().value() - same.get().weightedF1().value());
        }
    }

    private void interval() {
        String shown = result.find(Study.FINE_TUNED).isPresent() ? Study.FINE_TUNED : Study.CONSTANT;
        scores(result.onTest(), shown)
                .ifPresent(scores -> say(
                        "%s: the 95 %% interval of %s's accuracy is %s.",
                        Counted.of(test.length, "test row"), shown, Figures.interval(scores.accuracy())));
    }

    private void rare() {
        int[] train = counts(result.split().train());
        int[] tested = counts(test);
        IntStream roles = IntStream.range(0, train.length);
        say(
                "Of %d labels, %d have fewer than %d training rows, %d are not in the test set, and %d are only there, so"
                        + " macro-F1 depends on single rows.",
                roles.filter(role -> train[role] + tested[role] > 0).count(),
                count(train, tested, (learnt, asked) -> learnt > 0 && learnt < FEW),
                FEW,
                count(train, tested, (learnt, asked) -> learnt > 0 && asked == 0),
                count(train, tested, (learnt, asked) -> learnt == 0 && asked > 0));
    }

    @FunctionalInterface
    private interface Condition {
        boolean hold(int train, int test);
    }

    private static long count(int[] train, int[] tested, Condition condition) {
        return IntStream.range(0, train.length)
                .filter(role -> condition.hold(train[role], tested[role]))
                .count();
    }

    /** The best of many settings is partly luck, which only rows it was not chosen on can show. */
    private void grid() {
        Grid grid = result.grid();
        TuningChoice best = grid == null ? null : grid.best();
        if (grid == null || best == null) {
            return;
        }
        Optional<AnswerScores> chosenOn = scores(grid.entries(), best.name());
        Optional<AnswerScores> onTest = scores(result.onTest(), Study.BEST);
        Optional<AnswerScores> constant = scores(result.onTest(), Study.CONSTANT);
        if (chosenOn.isPresent() && onTest.isPresent() && constant.isPresent()) {
            say(
                    "The best of %d settings by cross-validation, %s, has macro-F1 %s there. Being the best is partly luck: on"
                            + " the test rows it has %.3f and accuracy %.3f, the constant %.3f and %.3f.",
                    grid.entries().compared().size(),
                    best.name(),
                    Figures.interval(chosenOn.get().macroF1()),
                    onTest.get().macroF1().value(),
                    onTest.get().accuracy().value(),
                    constant.get().macroF1().value(),
                    constant.get().accuracy().value());
        }
    }

    private int[] counts(int[] rows) {
        int[] counts = new int[result.taxonomy().size()];
        Arrays.stream(rows).forEach(row -> counts[result.labels()[row]]++);
        return counts;
    }

    /** What it is, and what is to be known of its run. */
    private void labeller(LabellerResult labeller) {
        if (labeller.notRun() != null || labeller.name().equals(Study.CONSTANT)) {
            return;
        }
        List<String> parts = new ArrayList<>(List.of(labeller.name() + ": " + labeller.what() + "."));
        parts.addAll(labeller.notes());
        int cut = labeller.effort().cut().size();
        if (cut > 0) {
            parts.add(cut + " of " + Counted.of(result.rows(), "text") + (cut == 1 ? " was" : " were") + " truncated.");
        }
        if (!labeller.raw().isEmpty()) {
            parts.add(raw(labeller));
        }
        sentences.add(String.join(" ", parts));
    }

    /** The study's table is of raw answers; its printed code would have made most of them Other. */
    private String raw(LabellerResult labeller) {
        long named = labeller.raw().stream().filter(result.taxonomy()::contains).count();
        long right = IntStream.range(0, labeller.rows().length)
                .filter(i -> labeller.raw().get(i).equals(result.role(result.labels()[labeller.rows()[i]])))
                .count();
        return String.format(
                Locale.ROOT,
                "%d of %d raw answers name a role, and %d name the label. The study's printed code makes Other of the rest,"
                        + " which is what is scored here; its printed table shows raw answers.",
                named,
                labeller.raw().size(),
                right);
    }

    private void truth() {
        if (result.data().haveTruths()) {
            long right = IntStream.range(0, result.rows())
                    .filter(row ->
                            result.labels()[row] == result.data().truths().get(row))
                    .count();
            say(
                    "These resumes are generated, so their true roles are known: the study's rules name them on %.3f of the"
                            + " rows, and whoever repeats the rules perfectly gets no further.",
                    (double) right / result.rows());
        } else {
            say("The true roles are unknown, so no figure here says how often a label is right.");
        }
    }

    private void say(String format, Object... values) {
        sentences.add(String.format(Locale.ROOT, format, values));
    }
}
