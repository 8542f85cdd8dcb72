package io.rolestream.stream.describing;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.GeneratedText;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.labellers.WaitingTexts;
import io.rolestream.stream.worker.ModelGoneException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that writes descriptions. Resumes that wait are decoded together, and new ones join while others are
 * being written; the text is that of each alone.
 */
final class CheckpointGenerator implements DescribingModel {
    private final String name;
    private final String version;
    private final TextGenerator generator;
    private final PromptTemplate template;
    private final ControlTokens controls;
    private final Drawing drawing;

    private CheckpointGenerator(
            String name,
            String version,
            TextGenerator generator,
            PromptTemplate template,
            ControlTokens controls,
            Drawing drawing) {
        this.name = name;
        this.version = version;
        this.generator = generator;
        this.template = template;
        this.controls = controls;
        this.drawing = drawing;
    }

    /**
     * Opens a checkpoint.
     *
     * @param memory of calibrations, or null
     * @throws IOException if something in it is missing or malformed
     * @throws IllegalArgumentException if it does not generate text, or its prompt and a description are longer
     *     together than it reads
     */
    static CheckpointGenerator open(
            String name,
            String version,
            CheckpointDirectory checkpoint,
            InferenceOptions options,
            @Nullable CalibrationMemory memory,
            Drawing drawing)
            throws IOException {
        PromptTemplate template = template(checkpoint);
        ControlTokens controls = ControlTokens.of(checkpoint.path());
        TextGenerator generator = TextGenerator.open(checkpoint, options, memory);
        int length = drawing.options(0).maxLength();
        if (length > generator.greatestLength() || !generator.readsAll(template.of(""), length)) {
            generator.close();
            throw new IllegalArgumentException(
                    "%s: the prompt and a description of %d tokens are longer together than the model reads; lower %s"
                            .formatted(checkpoint.path(), drawing.maxTokens(), DescribingConfig.MAX_TOKENS));
        }
        return new CheckpointGenerator(name, version, generator, template, controls, drawing);
    }

    /** The prompt that a checkpoint knows. */
    static PromptTemplate template(CheckpointDirectory checkpoint) throws IOException {
        return Objects.requireNonNullElse(PromptTemplate.read(checkpoint.path()), PromptTemplate.DEFAULT);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(generator);
    }

    @Override
    public CompletableFuture<Draft> describe(String resume, long seed) throws InterruptedException {
        try {
            int length = drawing.options(seed).maxLength();
            String read = generator.fitting(template::of, controls.inert(resume), length);
            return generator.submit(template.of(read), drawing.options(seed)).handle(this::toDraft);
        } catch (EngineClosedException | EngineBrokenException e) {
            return CompletableFuture.failedFuture(gone(e));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // it cannot be turned into tokens
        }
    }

    private Draft toDraft(@Nullable GeneratedText answer, @Nullable Throwable failure) {
        if (answer == null) {
            throw failure instanceof EngineClosedException || failure instanceof EngineBrokenException
                    ? gone(failure)
                    : new CompletionException(failure);
        }
        return new Draft(
                answer.ended() ? DescriptionOutcome.FINISHED : DescriptionOutcome.CUT,
                answer.text().strip(),
                answer.tokens().length,
                name,
                version);
    }

    private static ModelGoneException gone(Throwable cause) {
        return new ModelGoneException(cause instanceof EngineBrokenException, cause);
    }

    @Override
    public void close() {
        generator.close();
    }
}
