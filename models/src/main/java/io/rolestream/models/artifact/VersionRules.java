package io.rolestream.models.artifact;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.YamlFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rule sets that a version may carry: the one that its training learnt, with which it was evaluated and which votes
 * beside it; otherwise the configured one it was trained with, which only votes where nothing else is configured.
 */
public final class VersionRules {
    /** The learnt rule set. */
    public static final String FILE = "rules.yml";

    /** The rule set of a training that learnt none. It has the ending of a document, which all releases accept. */
    public static final String TRAINED_WITH = "trained-rules.txt";

    /** Larger files are refused. */
    public static final int MAX_BYTES = YamlFile.MAX_BYTES;

    private VersionRules() {}

    /**
     * Reads a version's learnt rule set, for the roles of its user; null if it carries none.
     *
     * @param carried the version's taxonomy; null if it carries none
     * @param configured as for {@link #parse}
     * @throws ModelRefusedException {@link Refusal#RULES} if it is malformed or names roles that are not in the
     *     taxonomy
     */
    public static @Nullable RuleSet read(
            Path directory, @Nullable Taxonomy carried, Taxonomy taxonomy, @Nullable RuleSet configured)
            throws ModelRefusedException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            return parse(SmallFile.read(file, MAX_BYTES), carried, taxonomy, configured);
        } catch (FileException e) {
            throw new ModelRefusedException(Refusal.RULES, FILE + ": " + e.reason(), e);
        }
    }

    /**
     * As {@link #read}, from the content of the file.
     *
     * @param configured its keywords vote for roles that were added since the version was trained; null for none
     */
    public static RuleSet parse(
            byte[] content, @Nullable Taxonomy carried, Taxonomy taxonomy, @Nullable RuleSet configured)
            throws ModelRefusedException {
        try {
            String yaml = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return current(yaml, carried, taxonomy, configured);
        } catch (CharacterCodingException e) {
            throw new ModelRefusedException(Refusal.RULES, FILE + " is not valid UTF-8", e);
        } catch (InvalidFileException e) {
            throw new ModelRefusedException(Refusal.RULES, e);
        }
    }

    private static RuleSet current(
            String yaml, @Nullable Taxonomy carried, Taxonomy taxonomy, @Nullable RuleSet configured) {
        if (carried == null || carried.names().equals(taxonomy.names())) {
            return RuleSet.parse(yaml, FILE, taxonomy);
        }
        RuleSet rules = RuleSet.parse(yaml, FILE, carried);
        RoleMapping mapping = RoleMapping.of(carried, taxonomy);
        RuleSet mapped = rules.mapped(mapping);
        List<String> unknown = mapping.unknown();
        return configured == null || unknown.isEmpty() ? mapped : mapped.withRolesOf(configured, unknown);
    }

    /** Writes the rule set that a training learnt or, if it learnt none, the one it was given. */
    public static void write(Path directory, RuleSet given, RuleSet learnt) throws IOException {
        boolean isLearnt = !learnt.version().equals(given.version());
        Files.deleteIfExists(directory.resolve(FILE));
        Files.deleteIfExists(directory.resolve(TRAINED_WITH));
        Files.writeString(directory.resolve(isLearnt ? FILE : TRAINED_WITH), learnt.toYaml());
    }

    /** The rule file that votes beside a version where none is configured; null if it carries none. */
    public static @Nullable Path file(Path directory) {
        return Stream.of(FILE, TRAINED_WITH)
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** @throws ModelRefusedException {@link Refusal#RULES} if the file has more than {@value #MAX_BYTES} bytes */
    public static void checkSize(long bytes) throws ModelRefusedException {
        if (bytes > MAX_BYTES) {
            throw new ModelRefusedException(
                    Refusal.RULES, FILE + " has " + bytes + " bytes, more than the " + MAX_BYTES + " of any rule file");
        }
    }
}
