package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.task.GenerationOptions;
import io.rolestream.engine.task.TextGenerator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of generated text. */
public final class AnswerOptions {
    private static final int NEW_TOKENS = 256;

    @ArgGroup(
            validate = false,
            heading = "%nAnswers (without a temperature, top-k, top-p or seed, each next token is the most likely):%n",
            order = 5)
    private Choices choices = new Choices();

    private static final class Choices {
        @Option(
                names = "--max-new-tokens",
                paramLabel = "N",
                description = "Ends an answer after N tokens (default " + NEW_TOKENS + ", or what the model can).",
                order = 1)
        private @Nullable Integer newTokens;

        @Option(
                names = "--stop",
                paramLabel = "TEXT",
                description = "Ends an answer before this text. Can be repeated.",
                order = 2)
        private List<String> stops = List.of();

        @Option(
                names = "--temperature",
                paramLabel = "T",
                description = "Draws tokens at random: above 1 more evenly, below 1 less so (default 1).",
                order = 3)
        private @Nullable Float temperature;

        @Option(
                names = "--top-k",
                paramLabel = "K",
                description = "Draws from the K most likely tokens (default 0, from all).",
                order = 4)
        private @Nullable Integer topK;

        @Option(
                names = "--top-p",
                paramLabel = "P",
                description = "Draws from the most likely tokens whose probabilities add up to P (default 1).",
                order = 5)
        private @Nullable Float topP;

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Draws other tokens with another seed (default 0). Each row of a file has its own.",
                order = 6)
        private @Nullable Long seed;
    }

    /** Whether no token is drawn. */
    public boolean isGreedy() {
        return Stream.of(choices.temperature, choices.topK, choices.topP, choices.seed)
                .allMatch(option -> option == null);
    }

    /** Checks, before a model is opened, what does not depend on it. */
    public void check() {
        options(1);
    }

    /** @throws ConfigurationException if a value is out of range, or the model cannot write as many tokens */
    public GenerationOptions load(TextGenerator generator) {
        int most = generator.greatestLength() - 1;
        int tokens = choices.newTokens == null ? Math.min(NEW_TOKENS, most) : choices.newTokens;
        if (tokens < 1 || tokens > most) {
            throw new ConfigurationException(
                    "--max-new-tokens must be from 1 to " + most + ", what the model can write, not " + tokens);
        }
        return options(tokens);
    }

    private GenerationOptions options(int tokens) {
        return OptionValues.of(
                "--temperature, --top-k, --top-p, --stop",
                () -> GenerationOptions.greedy(tokens + 1)
                        .withSampling(sampling())
                        .withStopSequences(choices.stops));
    }

    private TokenSampling sampling() {
        return isGreedy()
                ? TokenSampling.GREEDY
                : new TokenSampling(
                        choices.temperature == null ? 1 : choices.temperature,
                        choices.topK == null ? 0 : choices.topK,
                        choices.topP == null ? 1 : choices.topP,
                        choices.seed == null ? 0 : choices.seed);
    }
}
