package io.rolestream.models.loading;

import io.rolestream.common.files.NativeLibraries;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Loads a model in a Java process of its own, to find out whether that ends the process. */
final class TrialLoad {
    private static final long PATIENCE_MINUTES = 5;
    /** A process that a signal ended has a greater status. */
    private static final int SIGNALLED = 128;

    private static final String CALIBRATED = "calibrated";

    private TrialLoad() {}

    /**
     * Whether a process survives loading a checkpoint; also if it refuses the checkpoint.
     *
     * @throws IOException if that cannot be found out here
     */
    static boolean survives(Path checkpoint, VersionTask task, InferenceOptions options)
            throws IOException, InterruptedException {
        Precision precision = options.precision();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxRAMPercentage=30",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrialLoad.class.getName(),
                        checkpoint.toAbsolutePath().toString(),
                        options.device().name(),
                        precision == null ? CALIBRATED : precision.name(),
                        task.name()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() > SIGNALLED) {
                return false;
            }
            if (process.exitValue() != 0) {
                throw new IOException("the process on trial failed with " + process.exitValue());
            }
            return true;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The other process. */
    public static void main(String[] arguments) {
        NativeLibraries.prepare();
        InferenceOptions options = InferenceOptions.defaults()
                .withDevice(DeviceChoice.valueOf(arguments[1]))
                .withPrecision(arguments[2].equals(CALIBRATED) ? null : Precision.valueOf(arguments[2]));
        try (TestedModel model = TestedModel.open(
                VersionTask.valueOf(arguments[3]), CheckpointDirectory.open(Path.of(arguments[0])), options, null)) {
            model.compute(List.of(new TestedModel.Text("java", null), new TestedModel.Text("", null)));
        } catch (IOException | RuntimeException | InterruptedException e) {
            return; // refused, as it will be in the process that asks
        }
    }
}
