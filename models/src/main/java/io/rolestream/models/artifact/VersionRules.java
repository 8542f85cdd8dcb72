package io.rolestream.models.artifact;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.YamlFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rule set that a version may carry: the one with which it was evaluated, and which votes beside it. */
public final class VersionRules {
    public static final String FILE = "rules.yml";

    /** Larger files are refused. */
    public static final int MAX_BYTES = YamlFile.MAX_BYTES;

    private VersionRules() {}

    /**
     * Reads a version's rule set; null if it carries none.
     *
     * @throws ModelRefusedException {@link Refusal#RULES} if it is malformed or names roles that are not in the
     *     taxonomy
     */
    public static @Nullable RuleSet read(Path directory, Taxonomy taxonomy) throws ModelRefusedException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            return parse(SmallFile.read(file, MAX_BYTES), taxonomy);
        } catch (FileException e) {
            throw new ModelRefusedException(Refusal.RULES, FILE + ": " + e.reason(), e);
        }
    }

    /** As {@link #read}, from the content of the file. */
    public static RuleSet parse(byte[] content, Taxonomy taxonomy) throws ModelRefusedException {
        try {
            String yaml = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return RuleSet.parse(yaml, FILE, taxonomy);
        } catch (CharacterCodingException e) {
            throw new ModelRefusedException(Refusal.RULES, FILE + " is not valid UTF-8", e);
        } catch (InvalidFileException e) {
            throw new ModelRefusedException(Refusal.RULES, e);
        }
    }

    /** @throws ModelRefusedException {@link Refusal#RULES} if the file has more than {@value #MAX_BYTES} bytes */
    public static void checkSize(long bytes) throws ModelRefusedException {
        if (bytes > MAX_BYTES) {
            throw new ModelRefusedException(
                    Refusal.RULES, FILE + " has " + bytes + " bytes, more than the " + MAX_BYTES + " of any rule file");
        }
    }
}
