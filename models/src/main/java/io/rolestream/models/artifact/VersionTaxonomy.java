package io.rolestream.models.artifact;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The taxonomy that a version carries: the roles that it has learnt. Versions of earlier releases carry none. */
public final class VersionTaxonomy {
    public static final String FILE = "taxonomy.json";

    /** Larger files are refused. */
    public static final int MAX_BYTES = YamlFile.MAX_BYTES;

    private VersionTaxonomy() {}

    /**
     * Reads a version's taxonomy; null if it carries none.
     *
     * @throws ModelRefusedException {@link Refusal#LABELS} if it is malformed
     */
    public static @Nullable Taxonomy read(Path directory) throws ModelRefusedException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            return parse(SmallFile.read(file, MAX_BYTES));
        } catch (FileException e) {
            throw new ModelRefusedException(Refusal.LABELS, FILE + ": " + e.reason(), e);
        }
    }

    /** As {@link #read}, from the content of the file. */
    public static Taxonomy parse(byte[] content) throws ModelRefusedException {
        try {
            return Taxonomy.parse(content, FILE);
        } catch (InvalidFileException e) {
            throw new ModelRefusedException(Refusal.LABELS, e);
        }
    }

    /** Writes the taxonomy beside a checkpoint that has learnt its roles. */
    public static void write(Path directory, Taxonomy taxonomy) throws IOException {
        Files.writeString(directory.resolve(FILE), taxonomy.toJson());
    }

    /** @throws ModelRefusedException {@link Refusal#LABELS} if the file has more than {@value #MAX_BYTES} bytes */
    public static void checkSize(long bytes) throws ModelRefusedException {
        if (bytes > MAX_BYTES) {
            throw new ModelRefusedException(
                    Refusal.LABELS, FILE + " has " + bytes + " bytes, more than the " + MAX_BYTES + " of any taxonomy");
        }
    }
}
