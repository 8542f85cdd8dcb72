package io.rolestream.engine.task;

import io.rolestream.engine.batching.BatchingEngine;
import io.rolestream.engine.batching.Rows;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.ModelParameters;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.ScriptEncoder;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.precision.CalibrationFile;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.CalibrationTexts;
import io.rolestream.engine.precision.ChosenEncoder;
import io.rolestream.engine.precision.EncoderChooser;
import io.rolestream.engine.precision.EncoderMaker;
import io.rolestream.engine.precision.Fp32Agreement;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a checkpoint for a task: its tokenizer, an encoder in the configured or calibrated precision, and the batching
 * engine.
 *
 * @param name of the task, for threads and calibration files
 * @param measure compares the results of candidates
 * @param calibration turns the calibration texts into sequences like the task's
 */
record ModelOpening(String name, Fp32Agreement measure, Function<TextTokenizer, List<TokenSequence>> calibration) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelOpening.class);

    /** Computed after a failure to find out whether anything can be computed; a few tokens for every tokenizer. */
    private static final String PROBE = "developer";

    /** What was opened; closing the engine frees all of it. */
    record Opened(TextTokenizer tokenizer, ChosenEncoder choice, BatchingEngine engine) {}

    /**
     * @param parameters are copied
     * @param memory where calibrations are kept, or null
     * @throws IOException if the tokenizer is missing or malformed
     * @throws TorchException if the model cannot be computed here as the options ask
     */
    Opened open(
            CheckpointDirectory checkpoint,
            InferenceOptions options,
            ModelParameters parameters,
            Output output,
            @Nullable CalibrationMemory memory)
            throws IOException {
        return open(
                checkpoint,
                options,
                (way, tokens) ->
                        ScriptEncoder.of(parameters, output, way.precision(), way.packed(), way.device(), tokens),
                output.toString(),
                memory);
    }

    /**
     * As above, with encoders of the caller's.
     *
     * @param output what they compute, in words, which must not change for a stored calibration to be used
     */
    Opened open(
            CheckpointDirectory checkpoint,
            InferenceOptions options,
            EncoderMaker maker,
            String output,
            @Nullable CalibrationMemory memory)
            throws IOException {
        TextTokenizer tokenizer = tokenizer(checkpoint, options);
        try {
            EncoderChooser chooser =
                    new EncoderChooser(options.device(), options.precision(), options.batching(), measure, maker);
            CalibrationFile file = memory == null || options.precision() != null
                    ? null
                    : memory.file(checkpoint, name + ", " + output + ", " + options);
            ChosenEncoder choice = chooser.choose(() -> calibration.apply(tokenizer), file);
            try {
                requireFinite(choice.encoder(), tokenizer);
                return start(checkpoint, options, tokenizer, choice);
            } catch (CheckpointException | RuntimeException | Error e) {
                choice.encoder().close();
                throw e;
            }
        } catch (CheckpointException | RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Starts with an encoder of the caller's, which is closed with the engine. */
    Opened start(
            CheckpointDirectory checkpoint, InferenceOptions options, TextTokenizer tokenizer, ChosenEncoder choice)
            throws CheckpointException {
        LOG.info(
                "model computes with {}",
                choice.calibration() == null
                        ? choice.encoder().description()
                        : choice.calibration().explanation());
        BatchingEngine engine = BatchingEngine.start(
                name, choice.encoder(), options.batching(), probe(tokenizer), maxTokens(checkpoint, options), () -> {
                    choice.encoder().close();
                    tokenizer.close();
                });
        return new Opened(tokenizer, choice, engine);
    }

    /** The calibration texts as sequences, each cut where the model's texts are. */
    static List<TokenSequence> calibrationTexts(TextTokenizer tokenizer) {
        return tokenizer.encodeBatch(CalibrationTexts.read()).stream()
                .map(text -> TokenSequence.of(text.first()))
                .toList();
    }

    static TextTokenizer tokenizer(CheckpointDirectory checkpoint, InferenceOptions options) throws IOException {
        return TextTokenizer.open(
                checkpoint.path(),
                new TokenizerOptions(
                        maxTokens(checkpoint, options), options.longText(), TokenizerOptions.DEFAULT_MAX_CHARS));
    }

    private static int maxTokens(CheckpointDirectory checkpoint, InferenceOptions options) throws CheckpointException {
        return checkpoint.maxTokens(options.maxTokens());
    }

    private static void requireFinite(Encoder encoder, TextTokenizer tokenizer) {
        float[][] rows = encoder.compute(PackedSequences.ofSequences(List.of(probe(tokenizer))));
        if (!Rows.isFinite(rows[0])) {
            throw new TorchException(
                    "the model, computed with " + encoder.description()
                            + ", gives numbers that are not finite; its weights hold NaN or infinities, or exceed this precision");
        }
    }

    private static TokenSequence probe(TextTokenizer tokenizer) {
        int[] ids = tokenizer.encode(PROBE).first();
        return TokenSequence.of(ids.length == 0 ? new int[] {0} : ids); // a tokenizer may drop what it does not know
    }
}
