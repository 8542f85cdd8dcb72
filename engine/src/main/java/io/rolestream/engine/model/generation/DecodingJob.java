package io.rolestream.engine.model.generation;

import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt and what a generator computes from it. It travels through the batching engine as a {@link TokenSequence}:
 * the prompt's tokens have the type 0, those of the first answer 1, of the second 2 and so on; room for an answer to be
 * generated is so many tokens of the type -1. So a sequence's length is what the job costs.
 *
 * @param prompt ids with special tokens
 * @param maxLength the most tokens of an answer to be generated, with the token that it begins with; 0 if none is
 * @param answers to score; if there are none either, the job asks for the logits of the first token
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DecodingJob(int[] prompt, int maxLength, List<int[]> answers) {
    private static final int ROOM = -1;

    public DecodingJob {
        answers = List.copyOf(answers);
        if (prompt.length == 0 || answers.stream().anyMatch(answer -> answer.length == 0)) {
            throw new IllegalArgumentException("a prompt or an answer without tokens");
        }
    }

    /** Generates greedily; the row has the ids of the answer, without the token that it begins with. */
    public static DecodingJob generate(int[] prompt, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("an answer of " + maxLength + " tokens");
        }
        return new DecodingJob(prompt, maxLength, List.of());
    }

    /** Scores answers, at least one; the row has the log-probability of each. */
    public static DecodingJob score(int[] prompt, List<int[]> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("no answers");
        }
        return new DecodingJob(prompt, 0, answers);
    }

    boolean generates() {
        return maxLength > 0;
    }

    public TokenSequence sequence() {
        int length = prompt.length
                + maxLength
                + answers.stream().mapToInt(answer -> answer.length).sum();
        int[] ids = Arrays.copyOf(prompt, length);
        int[] types = new int[length];
        Arrays.fill(types, prompt.length, prompt.length + maxLength, ROOM);
        int at = prompt.length + maxLength;
        for (int i = 0; i < answers.size(); i++) {
            int[] answer = answers.get(i);
            System.arraycopy(answer, 0, ids, at, answer.length);
            Arrays.fill(types, at, at + answer.length, i + 1);
            at += answer.length;
        }
        return new TokenSequence(ids, types);
    }

    /** The jobs of packed sequences, in the order in which they are packed. */
    static List<DecodingJob> of(PackedSequences packed) {
        List<DecodingJob> jobs = new ArrayList<>(packed.size());
        boolean typed = packed.types().length == packed.tokens() && packed.tokens() > 1;
        for (int i = 0; i < packed.size(); i++) {
            int from = packed.first()[i];
            int to = i + 1 < packed.size() ? packed.first()[i + 1] : packed.tokens();
            jobs.add(typed ? read(packed, from, to) : new DecodingJob(ids(packed, from, to), 0, List.of()));
        }
        return jobs;
    }

    private static DecodingJob read(PackedSequences packed, int from, int to) {
        int[] prompt = {};
        int room = 0;
        List<int[]> answers = new ArrayList<>();
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i < to && packed.types()[i] == packed.types()[start]) {
                continue;
            }
            switch (packed.types()[start]) {
                case 0 -> prompt = ids(packed, start, i);
                case ROOM -> room = i - start;
                default -> answers.add(ids(packed, start, i));
            }
            start = i;
        }
        return new DecodingJob(prompt, room, answers);
    }

    private static int[] ids(PackedSequences packed, int from, int to) {
        return Arrays.copyOfRange(packed.ids(), from, to);
    }
}
