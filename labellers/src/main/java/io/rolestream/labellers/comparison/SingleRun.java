package io.rolestream.labellers.comparison;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerFacts;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One labeller on all texts. Answers are taken in the order of the texts, so that after a stop the first texts are
 * answered, without gaps. Only roles, confidences and abstentions are kept; everything else goes to the listener.
 */
final class SingleRun {
    /** Texts that were submitted and not yet taken, at most. */
    private static final int IN_FLIGHT = 4_096;

    private static final long LOOK_MS = 100;

    private final String name;
    private final Labeller labeller;
    private final Taxonomy taxonomy;
    private final List<String> texts;
    private final RunListener listener;
    private final BooleanSupplier stopped;
    private final Queue<CompletableFuture<Answer>> pending = new ArrayDeque<>();
    private final GivenAnswers answers;
    private int taken;
    private int failed;
    private int cut;
    private @Nullable String firstFailure;
    private boolean stop;

    SingleRun(
            String name,
            Labeller labeller,
            Taxonomy taxonomy,
            List<String> texts,
            RunListener listener,
            BooleanSupplier stopped) {
        this.name = name;
        this.labeller = labeller;
        this.taxonomy = taxonomy;
        this.texts = texts;
        this.listener = listener;
        this.stopped = stopped;
        this.answers = new GivenAnswers(new int[texts.size()], new float[texts.size()], new boolean[texts.size()]);
    }

    boolean isStopped() {
        return stop;
    }

    @SuppressWarnings("IllegalCatch") // whatever goes wrong is this labeller's result
    LabellerRun run(double openingSeconds) throws InterruptedException {
        LabellerFacts facts = labeller.facts();
        long start = System.nanoTime();
        String problem = null;
        try {
            labelAll();
            if (taken < texts.size()) {
                problem = "stopped after " + taken + " of " + texts.size() + " texts";
            } else if (failed == texts.size()) {
                problem = "failed on every text: " + firstFailure;
            }
        } catch (RuntimeException | ExecutionException | LinkageError | OutOfMemoryError e) {
            problem = "failed after " + taken + " of " + texts.size() + " texts: " + message(e);
        }
        pending.forEach(waiting -> waiting.cancel(false));
        boolean useless = failed == taken;
        return new LabellerRun(
                name,
                facts.version(),
                facts.parameters(),
                openingSeconds,
                (System.nanoTime() - start) / 1e9,
                failed,
                cut,
                useless ? GivenAnswers.none() : answers.first(taken),
                problem);
    }

    private void labelAll() throws InterruptedException, ExecutionException {
        for (String text : texts) {
            while (!stop && (pending.size() == IN_FLIGHT || (labeller.isFull() && !pending.isEmpty()))) {
                takeOldest();
            }
            if (stop) {
                return;
            }
            pending.add(labeller.label(text));
            stop = stopped.getAsBoolean();
        }
        while (!stop && !pending.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() throws InterruptedException, ExecutionException {
        CompletableFuture<Answer> oldest = pending.element();
        while (true) {
            try {
                Answer answer = oldest.get(LOOK_MS, TimeUnit.MILLISECONDS);
                check(answer);
                take(answer, null);
                return;
            } catch (TimeoutException e) {
                stop = stopped.getAsBoolean();
                if (stop) {
                    return;
                }
            } catch (ExecutionException e) {
                Throwable cause = cause(e);
                if (cause instanceof EngineBrokenException
                        || cause instanceof EngineClosedException
                        || cause instanceof VirtualMachineError) {
                    throw e;
                }
                take(abstention(), message(cause));
                return;
            }
        }
    }

    private void take(Answer answer, @Nullable String failure) {
        pending.remove();
        answers.roles()[taken] = answer.role();
        answers.confidence()[taken] = answer.confidence();
        answers.abstained()[taken] = answer.abstained();
        cut += answer.cut() ? 1 : 0;
        if (failure != null) {
            failed++;
            firstFailure = firstFailure == null ? failure : firstFailure;
        }
        listener.answered(name, taken, answer, failure);
        taken++;
    }

    private Answer abstention() {
        return new Answer(taxonomy.fallbackIndex(), true, 0, new float[0], List.of(), null, false);
    }

    private void check(Answer answer) {
        int scores = answer.logProbabilities().length;
        if (answer.role() < 0 || answer.role() >= taxonomy.size() || (scores != 0 && scores != taxonomy.size())) {
            throw new IllegalStateException("it answered role " + answer.role() + " with " + scores
                    + " log-probabilities, but there are " + taxonomy.size() + " roles");
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The message of a failure, or its kind if it has none. */
    static String message(Throwable failure) {
        Throwable cause = cause(failure);
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : cause instanceof Error ? cause.getClass().getSimpleName() + ": " + message : message;
    }
}
