package io.rolestream.matching.writing;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.labellers.WaitingTexts;
import io.rolestream.labellers.checkpoint.CheckpointFacts;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes descriptions with a generator of {@code train generator} or {@code train align}, which reads resumes masked,
 * as it learnt them, from a file as from the stream. A resume's seed follows from what is read, so the same resume gets
 * the same description again, and so do people who differ in name or pronouns alone.
 */
public final class DescriptionWriter implements DescriptionSource {
    /** Seeds of so many bits are exact in JSON. */
    private static final int SEED_BITS = 53;

    private static final int HASH_DIGITS = 16;

    private final TextGenerator generator;
    private final PromptTemplate template;
    private final ControlTokens controls;
    private final WritingSettings settings;
    private final String version;

    private DescriptionWriter(
            TextGenerator generator,
            PromptTemplate template,
            ControlTokens controls,
            WritingSettings settings,
            String version) {
        this.generator = generator;
        this.template = template;
        this.controls = controls;
        this.settings = settings;
        this.version = version;
    }

    /**
     * Opens a generator.
     *
     * @param checkpoint with the prompt that it knows; one without is given {@link PromptTemplate#DEFAULT}
     * @param memory of calibrations, or null
     * @throws IOException if something in it is missing or malformed
     * @throws IllegalArgumentException if it does not generate text, or its prompt and a description are longer
     *     together than it reads
     */
    public static DescriptionWriter open(
            CheckpointDirectory checkpoint,
            WritingSettings settings,
            InferenceOptions inference,
            Taxonomy taxonomy,
            @Nullable CalibrationMemory memory)
            throws IOException {
        PromptTemplate template = template(checkpoint);
        ControlTokens controls = ControlTokens.of(checkpoint.path());
        String version = version(checkpoint, settings, taxonomy);
        TextGenerator generator = TextGenerator.open(checkpoint, inference, memory);
        if (settings.length() > generator.greatestLength() || !generator.readsAll(template.of(""), settings.length())) {
            generator.close();
            throw new IllegalArgumentException(
                    "the generator %s reads fewer tokens than its prompt and a description of %d have together; ask for shorter descriptions"
                            .formatted(checkpoint.path(), settings.maxTokens()));
        }
        return new DescriptionWriter(generator, template, controls, settings, version);
    }

    private static PromptTemplate template(CheckpointDirectory checkpoint) throws IOException {
        return Objects.requireNonNullElse(PromptTemplate.read(checkpoint.path()), PromptTemplate.DEFAULT);
    }

    /** What the descriptions of a generator depend on besides resume and seed, without opening it. */
    static String version(CheckpointDirectory checkpoint, WritingSettings settings, Taxonomy taxonomy)
            throws IOException {
        return CheckpointFacts.version(
                checkpoint, taxonomy, List.of(template(checkpoint).text(), settings.text()));
    }

    /** What descriptions depend on besides resume and seed. */
    public String version() {
        return version;
    }

    /** Whether enough is waiting already to keep the device busy. */
    public boolean isFull() {
        return WaitingTexts.isFull(generator);
    }

    @Override
    public CompletableFuture<GeneratedDescription> of(Profile resume) throws InterruptedException {
        Writing writing = write(resume);
        CompletableFuture<GeneratedDescription> description = writing.answer()
                .thenApply(answer ->
                        new GeneratedDescription(answer.text().strip(), version, writing.seed(), answer.ended()));
        var unused = description.whenComplete((made, failure) -> {
            if (description.isCancelled()) {
                writing.answer().cancel(true); // ends it within a few tokens
            }
        });
        return description;
    }

    /**
     * Begins to write the description of a resume.
     *
     * @throws EngineClosedException if this is closed
     * @throws EngineBrokenException if the engine can compute nothing any more
     * @throws IllegalArgumentException for a job
     */
    public Writing write(Profile resume) throws InterruptedException {
        if (resume.side() != Side.RESUME) {
            throw new IllegalArgumentException("descriptions are written for resumes, not for job " + resume.id());
        }
        String read = EmbeddedText.of(resume);
        long seed = settings.temperature() == 0 ? 0 : seed(read);
        return new Writing(generator.submit(prompt(read), settings.options(seed)), seed);
    }

    /** The prompt for a masked resume, which is cut where it is too long, never the words that follow it. */
    private String prompt(String read) {
        return template.of(generator.fitting(template::of, controls.inert(read), settings.length()));
    }

    private long seed(String read) {
        String hash = Sha256.of(read.getBytes(StandardCharsets.UTF_8));
        long content = Long.parseUnsignedLong(hash.substring(0, HASH_DIGITS), 16);
        return new SplittableRandom(content ^ settings.seed()).nextLong() >>> Long.SIZE - SEED_BITS;
    }

    /** Writes what waits and is not cancelled, then frees the model. */
    @Override
    public void close() {
        generator.close();
    }
}
