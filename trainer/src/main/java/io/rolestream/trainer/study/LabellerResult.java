package io.rolestream.trainer.study;

import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.evaluation.comparison.LabellerRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a labeller answered, or why it was not run.
 *
 * @param name such as {@code zero-shot}
 * @param what it is, in a few words
 * @param notRun the reason and what to do; null if it was run
 * @param rows that it was asked about: all, or those it did not learn from; not to be changed
 * @param answers on these rows, in their order
 * @param raw the text that a prompted model wrote for each of these rows; empty for others
 * @param effort what it took
 * @param notes sentences for people
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LabellerResult(
        String name,
        String what,
        @Nullable String notRun,
        int[] rows,
        GivenAnswers answers,
        List<String> raw,
        Effort effort,
        List<String> notes) {
    /**
     * @param parameters the number of trained numbers
     * @param seconds for all answers
     * @param cut the rows of whose texts a part was not read
     */
    record Effort(long parameters, double seconds, Set<Integer> cut) {
        static final Effort NONE = new Effort(0, 0, Set.of());
    }

    LabellerResult {
        raw = List.copyOf(raw);
        notes = List.copyOf(notes);
    }

    static LabellerResult of(String name, String what, int[] rows, GivenAnswers answers) {
        return new LabellerResult(name, what, null, rows, answers, List.of(), Effort.NONE, List.of());
    }

    static LabellerResult notRun(String name, String what, String reason) {
        return new LabellerResult(
                name, what, reason, new int[0], GivenAnswers.none(), List.of(), Effort.NONE, List.of());
    }

    LabellerResult withRaw(List<String> texts) {
        return new LabellerResult(name, what, notRun, rows, answers, texts, effort, notes);
    }

    LabellerResult withEffort(Effort other) {
        return new LabellerResult(name, what, notRun, rows, answers, raw, other, notes);
    }

    LabellerResult withNote(String sentence) {
        List<String> more = new ArrayList<>(notes);
        more.add(sentence);
        return new LabellerResult(name, what, notRun, rows, answers, raw, effort, more);
    }

    /** The place of each row among those it was asked about; -1 if it was not. */
    int[] places(int size) {
        int[] places = new int[size];
        Arrays.fill(places, -1);
        for (int i = 0; i < rows.length; i++) {
            places[rows[i]] = i;
        }
        return places;
    }

    private int[] placesFor(int[] wanted) {
        return places(1
                + IntStream.concat(Arrays.stream(wanted), Arrays.stream(rows))
                        .max()
                        .orElse(0));
    }

    /** Whether it answered all of these rows. */
    boolean answered(int[] wanted) {
        int[] places = placesFor(wanted);
        return notRun == null && Arrays.stream(wanted).allMatch(row -> places[row] >= 0);
    }

    /** Its answers on some rows that it answered. */
    LabellerRun on(int[] wanted) {
        int[] roles = new int[wanted.length];
        float[] confidence = new float[wanted.length];
        boolean[] abstained = new boolean[wanted.length];
        int[] places = placesFor(wanted);
        for (int i = 0; i < wanted.length; i++) {
            int at = places[wanted[i]];
            roles[i] = answers.roles()[at];
            confidence[i] = answers.confidence()[at];
            abstained[i] = answers.abstained()[at];
        }
        return new LabellerRun(
                name,
                what,
                effort.parameters(),
                0,
                effort.seconds() * wanted.length / Math.max(1, rows.length),
                0,
                (int) Arrays.stream(wanted).filter(effort.cut()::contains).count(),
                new GivenAnswers(roles, confidence, abstained),
                null);
    }
}
