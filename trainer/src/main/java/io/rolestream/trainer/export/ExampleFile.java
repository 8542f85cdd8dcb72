package io.rolestream.trainer.export;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.files.write.OutputException;
import io.rolestream.trainer.examples.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of examples. It is written in a temporary directory beside its target, and replaces the target when complete.
 */
public final class ExampleFile {
    /** Opens a writer of one format. */
    @FunctionalInterface
    private interface Format {
        ExampleFileWriter open(Path file) throws IOException;
    }

    private final Path file;
    private final Format format;

    private ExampleFile(Path file, Format format) {
        this.file = file;
        this.format = format;
    }

    /** The file, in the format that its name ends in; empty if no format does. */
    public static Optional<ExampleFile> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return Optional.of(new ExampleFile(file, ParquetExamples::new));
        } else if (name.endsWith(".jsonl")) {
            return Optional.of(new ExampleFile(file, JsonExamples::new));
        } else if (name.endsWith(".csv")) {
            return Optional.of(new ExampleFile(file, CsvExamples::new));
        }
        return Optional.empty();
    }

    /**
     * Writes the examples.
     *
     * @return how many there were
     * @throws OutputException if the file cannot be written
     */
    public long write(Iterator<Example> examples) {
        Path place = file.toAbsolutePath();
        try {
            Path beside = Files.createTempDirectory(place.getParent(), ".examples-");
            try {
                Path whole = beside.resolve("examples");
                long count = write(examples, whole);
                PrivateFiles.restrict(whole);
                Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return count;
            } finally {
                Replacement.delete(beside);
            }
        } catch (IOException e) {
            throw new OutputException(
                    "%s can't be written: %s; check that the directory exists, is writable and has space"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private long write(Iterator<Example> examples, Path whole) throws IOException {
        long count = 0;
        try (ExampleFileWriter writer = format.open(whole)) {
            while (examples.hasNext()) {
                writer.write(examples.next());
                count++;
            }
            writer.finish();
        }
        return count;
    }
}
