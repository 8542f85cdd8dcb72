package io.rolestream.engine.training.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.generation.AnswerTokens;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decoder is asked about the tokens of given answers: a row of numbers for each answer. Log-probabilities are
 * those of the distribution that tokens are drawn from by pure sampling, the softmax of logits / temperature.
 *
 * @param answers with their prompts
 * @param function of {@code causal.py}
 * @param width the numbers of a row: 1 if those of all tokens are added up; else one for each token, and 0 beyond the
 *     answer's end
 * @param temperature above 0
 */
public record AnswerLogs(List<AnsweredPrompt> answers, String function, int width, double temperature)
        implements Objective.Batch {
    private static final String LOGS = "answer_logs";
    /** The function that goes back through the log-probabilities. */
    public static final String WEIGHTED = "weighted_answer_logs";

    private static final String ENTROPIES = "answer_entropies";

    public AnswerLogs {
        answers = List.copyOf(answers);
    }

    /** The log-probability of each answer: the sum of those of its tokens, {@code [answers][1]}. */
    public static AnswerLogs sums(List<AnsweredPrompt> answers, double temperature) {
        return new AnswerLogs(answers, LOGS, 1, temperature);
    }

    /** The log-probability of each token, {@code [answers][longest]}. */
    public static AnswerLogs tokens(List<AnsweredPrompt> answers, double temperature) {
        return new AnswerLogs(answers, LOGS, longest(answers), temperature);
    }

    /** The entropy of the distribution that each token is drawn from, in nats, {@code [answers][longest]}. */
    public static AnswerLogs entropies(List<AnsweredPrompt> answers, double temperature) {
        return new AnswerLogs(answers, ENTROPIES, longest(answers), temperature);
    }

    private static int longest(List<AnsweredPrompt> answers) {
        return answers.stream().mapToInt(answer -> answer.answer().length).max().orElse(1);
    }

    @Override
    public List<int[]> sequences() {
        return answers.stream().map(AnsweredPrompt::read).toList();
    }

    @Override
    public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
        AnswerTokens tokens = AnswerTokens.of(answers, part, pack);
        long[] slots = new long[tokens.rows().length];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = (long) tokens.rows()[i] * width + (width == 1 ? 0 : tokens.indexes()[i]);
        }
        List<NDArray> arguments = new ArrayList<>(tokens.arguments(owner));
        arguments.add(owner.create(slots, new Shape(slots.length)));
        arguments.add(owner.create((long) width));
        arguments.add(owner.create(temperature));
        return arguments;
    }
}
