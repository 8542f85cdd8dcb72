package io.rolestream.matching.writing;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.GenerationOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.labellers.checkpoint.CheckpointFacts;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes descriptions with a generator of {@code train generator} or {@code train align}, which reads resumes masked,
 * as it learnt them. A resume's seed follows from its content, so the same resume gets the same description again.
 */
public final class DescriptionWriter implements DescriptionSource {
    /** Seeds of so many bits are exact in JSON. */
    private static final int SEED_BITS = 53;

    private static final int HASH_DIGITS = 16;

    private final TextGenerator generator;
    private final PromptTemplate template;
    private final WritingSettings settings;
    private final String version;

    private DescriptionWriter(
            TextGenerator generator, PromptTemplate template, WritingSettings settings, String version) {
        this.generator = generator;
        this.template = template;
        this.settings = settings;
        this.version = version;
    }

    /**
     * Opens a generator.
     *
     * @param directory a checkpoint with its prompt
     * @param memory of calibrations, or null
     * @throws IOException if something in it is missing or malformed
     * @throws IllegalArgumentException if it does not generate text, or descriptions could be longer than it writes
     */
    public static DescriptionWriter open(
            Path directory,
            WritingSettings settings,
            InferenceOptions inference,
            Taxonomy taxonomy,
            @Nullable CalibrationMemory memory)
            throws IOException {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
        PromptTemplate template = PromptTemplate.read(directory);
        if (template == null) {
            throw new IOException("the generator " + directory + " has no " + PromptTemplate.FILE
                    + " with its prompt; fine-tune it with `rolestream train generator`");
        }
        String version = CheckpointFacts.version(
                checkpoint,
                taxonomy,
                List.of(template.text(), String.valueOf(settings.temperature()), String.valueOf(settings.maxTokens())));
        TextGenerator generator = TextGenerator.open(checkpoint, inference, memory);
        if (settings.maxTokens() >= generator.greatestLength()) {
            int greatest = generator.greatestLength();
            generator.close();
            throw new IllegalArgumentException("the generator " + directory + " writes fewer than " + greatest
                    + " tokens; ask for less than " + settings.maxTokens());
        }
        return new DescriptionWriter(generator, template, settings, version);
    }

    /** What descriptions depend on besides resume and seed. */
    public String version() {
        return version;
    }

    @Override
    public CompletableFuture<GeneratedDescription> of(Profile resume) throws InterruptedException {
        if (resume.side() != Side.RESUME) {
            throw new IllegalArgumentException("descriptions are written for resumes, not for job " + resume.id());
        }
        // A decoder counts the token that an answer begins with.
        int length = settings.maxTokens() + 1;
        String read = EmbeddedText.of(resume);
        String prompt = template.of(generator.fitting(template::of, read, length));
        long seed = seed(read);
        TokenSampling sampling =
                settings.temperature() == 0 ? TokenSampling.GREEDY : TokenSampling.of(settings.temperature(), seed);
        return generator
                .submit(prompt, GenerationOptions.greedy(length).withSampling(sampling))
                .thenApply(answer ->
                        new GeneratedDescription(answer.text().strip(), version, sampling.seed(), answer.ended()));
    }

    private long seed(String read) {
        String hash = Sha256.of(read.getBytes(StandardCharsets.UTF_8));
        long content = Long.parseUnsignedLong(hash.substring(0, HASH_DIGITS), 16);
        return new SplittableRandom(content ^ settings.seed()).nextLong() >>> Long.SIZE - SEED_BITS;
    }

    @Override
    public void close() {
        generator.close();
    }
}
