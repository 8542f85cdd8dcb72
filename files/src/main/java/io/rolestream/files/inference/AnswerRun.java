package io.rolestream.files.inference;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.text.Counted;
import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.task.GeneratedText;
import io.rolestream.engine.task.GenerationOptions;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.write.AnswerWriter;
import io.rolestream.files.write.OutputException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Generates the answers to texts. A text is cut where its prompt would be, so that what follows it is kept. */
public final class AnswerRun {
    private final TextGenerator generator;
    private final UnaryOperator<String> prompt;
    private final GenerationOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * @param prompt makes the prompt of a text
     * @throws ConfigurationException if the prompt alone leaves no room for a text
     */
    public AnswerRun(
            TextGenerator generator,
            UnaryOperator<String> prompt,
            GenerationOptions options,
            PrintWriter out,
            PrintWriter err) {
        if (!generator.readsAll(prompt.apply(""), options.maxLength())) {
            throw new ConfigurationException("--template, --max-new-tokens, --max-tokens: the prompt without a text and"
                    + " an answer of " + (options.maxLength() - 1)
                    + " tokens are longer together than the model reads; shorten one of them");
        }
        this.generator = generator;
        this.prompt = prompt;
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /** Prints the answer while it is generated. */
    public void stream(String text) throws InterruptedException {
        String read = fitting(text);
        long start = System.nanoTime();
        GeneratedText answer = accepted(() -> generator.submit(prompt.apply(read), options, this::print))
                .join();
        double seconds = (System.nanoTime() - start) / 1e9;
        print("\n");
        int tokens = answer.tokens().length;
        tell(String.format(
                Locale.ROOT,
                "%s in %.1f s (%.1f/s) with %s%s%s",
                Counted.of(tokens, "token"),
                seconds,
                tokens / seconds,
                generator.compute(),
                answer.ended() ? "" : "; the answer has the greatest length",
                read.length() < text.length() || answer.cut() ? "; the text is longer than the model reads" : ""));
    }

    private void print(String piece) {
        out.print(piece);
        if (out.checkError()) {
            throw new OutputException(
                    "the output can't be written, so text is missing: the disk is full, or its reader has ended", null);
        }
    }

    /** Prints a JSON line. */
    public void printJson(String text) throws InterruptedException {
        AnswerWriter writer = new AnswerWriter(out);
        writer.write(null, submit(text, options).join());
        writer.flush();
    }

    /** Prints a JSON line for each row of a file. */
    public void file(Iterator<Row> rows) throws InterruptedException {
        AnswerWriter writer = new AnswerWriter(out);
        AtomicLong tokens = new AtomicLong();
        new FileRun<GeneratedText>(
                        generator,
                        (id, answer) -> {
                            tokens.addAndGet(answer.tokens().length);
                            writer.write(id, answer);
                        },
                        err,
                        tokens::get)
                .run(rows, "answer", "neither text nor skills", this::submit);
        writer.flush();
    }

    private @Nullable CompletableFuture<GeneratedText> submit(ResumeRow row) throws InterruptedException {
        String text = row.text() == null ? row.skills() : row.text();
        TokenSampling sampling = options.sampling();
        return text == null
                ? null
                : submit(text, options.withSampling(sampling.withSeed(sampling.seed() + row.rowNumber() - 1)));
    }

    private CompletableFuture<GeneratedText> submit(String text, GenerationOptions own) throws InterruptedException {
        String read = fitting(text);
        boolean cut = read.length() < text.length();
        return accepted(() -> generator.submit(prompt.apply(read), own))
                .thenApply(answer -> new GeneratedText(
                        answer.text(),
                        answer.tokens(),
                        answer.logProbabilities(),
                        answer.ended(),
                        cut || answer.cut()));
    }

    @FunctionalInterface
    private interface Asking {
        CompletableFuture<GeneratedText> submit() throws InterruptedException;
    }

    private static CompletableFuture<GeneratedText> accepted(Asking asking) throws InterruptedException {
        try {
            return asking.submit();
        } catch (IllegalArgumentException e) {
            throw new InputException("a text can't be answered: " + e.getMessage(), e);
        }
    }

    private String fitting(String text) {
        String read = generator.fitting(prompt, text, options.maxLength());
        if (read.isEmpty()) {
            throw new InputException("no character of the text fits beside the prompt and an answer of "
                    + (options.maxLength() - 1) + " tokens; shorten the prompt or the answer");
        }
        return read;
    }

    private void tell(String message) {
        err.println("rolestream: " + message);
        err.flush();
    }
}
