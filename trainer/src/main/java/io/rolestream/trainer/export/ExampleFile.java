package io.rolestream.trainer.export;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.files.write.CsvText;
import io.rolestream.files.write.OutputException;
import io.rolestream.trainer.examples.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/** A file of examples, written beside its target, which it replaces when complete. */
public final class ExampleFile {
    @FunctionalInterface
    private interface Format {
        ExampleFileWriter open(Path file) throws IOException, SQLException;
    }

    private final Path file;
    private final Format format;

    private ExampleFile(Path file, Format format) {
        this.file = file;
        this.format = format;
    }

    /**
     * The file, in the format of its extension; empty if there is no such format.
     *
     * @param csv how texts are written in a CSV file
     */
    public static Optional<ExampleFile> of(Path file, CsvText csv) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return Optional.of(new ExampleFile(file, ParquetExamples::new));
        } else if (name.endsWith(".jsonl")) {
            return Optional.of(new ExampleFile(file, JsonExamples::new));
        } else if (name.endsWith(".csv")) {
            return Optional.of(new ExampleFile(file, path -> new CsvExamples(path, csv)));
        }
        return Optional.empty();
    }

    /**
     * @return the number of examples
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
        } catch (IOException | SQLException e) {
            throw new OutputException(
                    "%s can't be written: %s; check that the directory exists, is writable and has space"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private long write(Iterator<Example> examples, Path whole) throws IOException, SQLException {
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
