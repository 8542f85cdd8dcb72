package io.rolestream.trainer.curves;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.TrainingProgress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a training, kept in a file of JSON lines beside its state, so that a training that was stopped or killed
 * has the curve of all its steps. A killed training repeats those after its last state; of the lines of one step, the
 * last counts. Used by the training's thread.
 */
public final class TrainingCurve implements Consumer<TrainingProgress>, AutoCloseable {
    private static final String ENDING = ".curve.jsonl";

    private final Path file;
    private final TreeMap<Long, CurvePoint> points = new TreeMap<>();
    private final boolean resumed;
    private @Nullable BufferedWriter kept;

    private TrainingCurve(Path file, boolean resumed) throws IOException {
        this.file = file;
        this.resumed = resumed;
        if (resumed && Files.exists(file)) {
            read();
        }
    }

    /**
     * Begins a curve, or continues one.
     *
     * @param state the file with the training's state; the curve's file has its name with another ending
     * @param resumed whether the training continues from the state; otherwise an old curve is discarded
     */
    public static TrainingCurve of(Path state, boolean resumed) throws IOException {
        return new TrainingCurve(file(state), resumed);
    }

    /** Deletes the curve of a finished training. */
    public static void delete(Path state) throws IOException {
        Files.deleteIfExists(file(state));
    }

    private static Path file(Path state) {
        return state.resolveSibling(state.getFileName() + ENDING);
    }

    private void read() throws IOException {
        for (String line : Files.readAllLines(file)) {
            try {
                CurvePoint point = CurvePoint.of(JsonFiles.parse(line.getBytes(StandardCharsets.UTF_8)));
                points.put(point.step(), point);
            } catch (IOException ignored) {
                // cut by a crash, which the steps of the resumed training make up for
            }
        }
    }

    @Override
    public void accept(TrainingProgress progress) {
        CurvePoint point = CurvePoint.of(progress);
        points.put(point.step(), point);
        try {
            BufferedWriter writer = kept == null ? open() : kept;
            kept = writer;
            writer.write(point.line() + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written; is the disk full?", e);
        }
    }

    private BufferedWriter open() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        BufferedWriter writer = Files.newBufferedWriter(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                resumed ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        writer.write(resumed ? "\n" : ""); // ends a line that a crash has cut
        return writer;
    }

    /** The steps until now, in order. */
    List<CurvePoint> points() {
        return List.copyOf(points.values());
    }

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
        }
    }
}
