package io.rolestream.trainer.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerException;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.labellers.Labellers;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.trainer.study.LabellerResult.Effort;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A labeller that needs no training, on all texts, in fp32 as the study computed.
 *
 * @param name in tables
 * @param kind as {@link Labellers} knows it
 * @param model a checkpoint directory, or a name on a hub
 * @param settings what the study did differently from the labeller's defaults
 */
record StudyLabeller(String name, String kind, String model, ObjectNode settings, Taxonomy taxonomy) {
    private static final int LOGGED_TEXTS = 10;

    /** So few that they are answered while a stopped process is still given time. */
    private static final int WAITING_TEXTS = 4;

    /** @return null if it was stopped */
    @Nullable
    LabellerResult run(String what, List<String> texts, PrintWriter err, BooleanSupplier stop)
            throws IOException, InterruptedException {
        Path checkpoint = BaseModels.resolve(model, HubSettings.fromEnvironment());
        Path scratch = Files.createTempDirectory("rolestream-study");
        try {
            Path file = scratch.resolve(checkpoint.toAbsolutePath().getFileName() + ".json");
            ObjectNode content = settings.deepCopy();
            JsonFiles.replace(
                    file, content.put("checkpoint", checkpoint.toAbsolutePath().toString()));
            LabellerOptions options =
                    LabellerOptions.of(InferenceOptions.defaults().withPrecision(Precision.FP32));
            try (Labeller labeller = open(new LabellerSpec(kind, file.toString()), options)) {
                long start = System.nanoTime();
                List<Answer> answers = answers(labeller, texts, err, stop);
                double seconds = (System.nanoTime() - start) / 1e9;
                return answers == null
                        ? null
                        : result(what, answers, labeller.facts().parameters(), seconds);
            }
        } finally {
            Replacement.delete(scratch);
        }
    }

    /** A failure names the model, not the file with the study's settings. */
    private Labeller open(LabellerSpec spec, LabellerOptions options) throws IOException, InterruptedException {
        try {
            return Labellers.open(spec, options, taxonomy);
        } catch (LabellerException e) {
            throw new IOException(String.valueOf(e.getMessage()).replace("labeller " + spec, model), e);
        }
    }

    private static @Nullable List<Answer> answers(
            Labeller labeller, List<String> texts, PrintWriter err, BooleanSupplier stop)
            throws IOException, InterruptedException {
        List<Answer> answers = new ArrayList<>();
        Deque<CompletableFuture<Answer>> waiting = new ArrayDeque<>();
        int next = 0;
        while (answers.size() < texts.size()) {
            if (stop.getAsBoolean()) {
                return null;
            }
            boolean room = waiting.isEmpty() || waiting.size() < WAITING_TEXTS && !labeller.isFull();
            if (next < texts.size() && room) {
                waiting.add(labeller.label(texts.get(next++)));
                continue;
            }
            try {
                answers.add(waiting.remove().join());
            } catch (CompletionException e) {
                throw new IOException("row " + answers.size() + ": " + reason(e), e);
            }
            if (answers.size() % LOGGED_TEXTS == 0) {
                err.println("  " + answers.size() + " of " + texts.size());
                err.flush();
            }
        }
        return answers;
    }

    private static String reason(CompletionException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf((cause == null ? failure : cause).getMessage());
    }

    /** What a model wrote is scored as the study's printed code does: what is no role becomes the fallback. */
    private LabellerResult result(String what, List<Answer> answers, long parameters, double seconds) {
        int[] roles = new int[answers.size()];
        float[] confidence = new float[answers.size()];
        boolean[] abstained = new boolean[answers.size()];
        List<String> raw = new ArrayList<>();
        Set<Integer> cut = new HashSet<>();
        for (int row = 0; row < roles.length; row++) {
            Answer answer = answers.get(row);
            String generated = answer.generated();
            roles[row] = answer.role();
            if (generated != null) {
                raw.add(generated.strip());
                int role = taxonomy.indexOf(generated.strip());
                roles[row] = role < 0 ? taxonomy.fallbackIndex() : role;
            }
            confidence[row] = answer.confidence();
            abstained[row] = answer.abstained();
            if (answer.cut()) {
                cut.add(row);
            }
        }
        return LabellerResult.of(
                        name,
                        what,
                        IntStream.range(0, roles.length).toArray(),
                        new GivenAnswers(roles, confidence, abstained))
                .withRaw(raw)
                .withEffort(new Effort(parameters, seconds, cut))
                .withNote(String.format(Locale.ROOT, "%,d parameters.", parameters));
    }
}
