package io.rolestream.models.artifact;

import io.rolestream.events.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An announcement whose fields have been checked.
 *
 * @param location its directory as announced: relative to the store or an absolute URI in it
 * @param files all files, {@value Manifest#FILE} and {@value SmokeTest#FILE} among them
 * @param signature Base64, or null if the announcement has none
 */
public record VersionListing(
        String name,
        String version,
        String location,
        List<VersionFile> files,
        @Nullable String signature) {
    private static final String STATEMENT = "rolestream-model-version-1";

    public VersionListing {
        files = List.copyOf(files);
    }

    /**
     * Checks an announcement.
     *
     * @throws ModelRefusedException {@link Refusal#ANNOUNCEMENT}, {@link Refusal#PATH}, or {@link Refusal#FORMAT} for a
     *     file of a kind that no version may have
     */
    public static VersionListing of(ModelVersion announcement) throws ModelRefusedException {
        String name = VersionNames.checkName("the model's name", announcement.getName());
        String version = VersionNames.checkName("the version", announcement.getVersion());
        List<VersionFile> files = VersionFile.check(
                "the announcement",
                announcement.getFiles().stream().map(VersionFile::of).toList());
        for (String needed : List.of(Manifest.FILE, SmokeTest.FILE)) {
            if (files.stream().noneMatch(file -> file.path().equals(needed))) {
                throw new ModelRefusedException(
                        Refusal.ANNOUNCEMENT, "the announcement lists no " + needed + ", which every version has");
            }
        }
        return new VersionListing(name, version, announcement.getLocation(), files, announcement.getSignature());
    }

    /**
     * The signed statement: the version's identity and every byte of its files, by their checksums.
     *
     * <pre>
     * rolestream-model-version-1
     * name NAME
     * version VERSION
     * file SHA256 BYTES PATH
     * ...
     * </pre>
     *
     * Files are sorted by path; each line ends with a line feed. Location and stage are left out on purpose: they
     * change with announcements, which are signed by themselves.
     */
    public byte[] statement() {
        StringBuilder text = new StringBuilder(STATEMENT + "\nname " + name + "\nversion " + version + "\n");
        files.stream()
                .sorted(Comparator.comparing(VersionFile::path))
                .forEach(file -> text.append("file ")
                        .append(file.sha256())
                        .append(' ')
                        .append(file.bytes())
                        .append(' ')
                        .append(file.path())
                        .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    public Map<String, VersionFile> filesByPath() {
        return files.stream().collect(Collectors.toMap(VersionFile::path, Function.identity()));
    }

    public long bytes() {
        return files.stream().mapToLong(VersionFile::bytes).sum();
    }

    /** {@code NAME/VERSION}, for messages and logs. */
    @Override
    public String toString() {
        return name + "/" + version;
    }
}
