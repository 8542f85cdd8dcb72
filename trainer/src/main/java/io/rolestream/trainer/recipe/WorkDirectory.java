package io.rolestream.trainer.recipe;

import io.rolestream.common.files.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files with which a training can continue. Those of another training are deleted. */
public final class WorkDirectory {
    private static final String OWNER = "training.txt";

    private final Path directory;

    private WorkDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens a directory, and empties it if it holds another training.
     *
     * @param owner identifies the training, not empty
     * @throws IOException also if the directory contains files but no training
     */
    public static WorkDirectory of(Path directory, String owner) throws IOException {
        Path file = directory.resolve(OWNER);
        if (!owner.equals(read(file))) {
            Files.createDirectories(directory);
            List<Path> old = list(directory);
            if (!old.isEmpty() && !old.contains(file)) {
                throw new IOException(directory + " is needed as a work directory, but contains files of something"
                        + " else, such as "
                        + old.get(0).getFileName() + "; move it away");
            }
            Files.writeString(file, ""); // no owner until all is deleted
            old.remove(file);
            for (Path each : old) {
                Replacement.delete(each);
            }
            Files.writeString(file, owner);
        }
        return new WorkDirectory(directory);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.toList());
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    public Path resolve(String name) {
        return directory.resolve(name);
    }

    /** Deletes a killed training's partial file or directory. */
    public Path cleared(String name) throws IOException {
        Path path = resolve(name);
        Replacement.delete(path);
        return path;
    }

    /** Whether a step is done, by its result. */
    public boolean has(String name) {
        return Files.exists(resolve(name));
    }
}
