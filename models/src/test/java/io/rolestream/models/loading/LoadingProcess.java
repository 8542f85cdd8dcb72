package io.rolestream.models.loading;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.store.ModelCache;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads a version again and again, and ends during a load. Arguments: the directory of a {@code Published}, the file
 * with its announcement, how it ends ({@code halt}: as if native code had aborted it; {@code exit}: in order).
 */
final class LoadingProcess {
    private LoadingProcess() {}

    public static void main(String[] arguments) throws Exception {
        GeneratedRecords.trust();
        Path directory = Path.of(arguments[0]);
        ModelVersion announcement =
                ModelVersion.fromByteBuffer(ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1]))));
        Path marks = directory.resolve("cache/.loading");
        long before = bytes(marks);
        Thread end = new Thread(() -> {
            while (bytes(marks) <= before) {
                sleep(1);
            }
            if (arguments[2].equals("halt")) {
                Runtime.getRuntime().halt(134);
            }
            System.exit(143);
        });
        end.start();
        while (true) {
            try (ModelLoader loader = new ModelLoader(
                            new DirectoryStore(directory.resolve("store")),
                            new ModelCache(directory.resolve("cache"), 3, Long.MAX_VALUE),
                            null,
                            Taxonomy.standard(),
                            InferenceOptions.defaults().withPrecision(Precision.FP32));
                    LoadedModel loaded = loader.load(announcement)) {
                loaded.classifier();
            }
        }
    }

    private static long bytes(Path marks) {
        try (var files = Files.list(marks)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
