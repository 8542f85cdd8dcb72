package io.rolestream.models.artifact;

import io.rolestream.common.text.Quoted;
import io.rolestream.events.ModelFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One file of a model version.
 *
 * @param path below the version's directory, with forward slashes
 * @param bytes its size
 * @param sha256 the SHA-256 of its content, 64 lower-case hexadecimal digits
 */
public record VersionFile(String path, long bytes, String sha256) {
    /** The most files of a version. */
    public static final int MAX_FILES = 1000;

    /** The largest file, 1 TiB. */
    public static final long MAX_BYTES = 1L << 40;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks the files of an announcement or a manifest: path, size, checksum, kind.
     *
     * @param where what lists them, for messages
     * @throws ModelRefusedException if a file is not allowed, or two paths are equal except for case
     */
    static List<VersionFile> check(String where, List<VersionFile> files) throws ModelRefusedException {
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new ModelRefusedException(
                    Refusal.ANNOUNCEMENT, where + " lists " + files.size() + " files; expected 1 to " + MAX_FILES);
        }
        Set<String> seen = new HashSet<>();
        List<VersionFile> checked = new ArrayList<>();
        for (VersionFile file : files) {
            VersionFile one = file.checked(where);
            if (!seen.add(one.path().toLowerCase(Locale.ROOT))) {
                throw new ModelRefusedException(
                        Refusal.PATH,
                        where + " lists " + one.path() + " twice; upper and lower case count as the same");
            }
            checked.add(one);
        }
        return List.copyOf(checked);
    }

    private VersionFile checked(String where) throws ModelRefusedException {
        VersionNames.checkPath(where + ": file", path);
        AllowedFiles.check(path);
        if (bytes < 0 || bytes > MAX_BYTES) {
            throw new ModelRefusedException(
                    Refusal.ANNOUNCEMENT,
                    where + ": " + path + " has a size of " + bytes + " bytes, which is impossible");
        }
        String lowerCase = sha256.toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(lowerCase).matches()) {
            throw new ModelRefusedException(
                    Refusal.ANNOUNCEMENT,
                    where + ": " + path + " has no SHA-256: expected 64 hexadecimal digits, not " + Quoted.of(sha256));
        }
        return new VersionFile(path, bytes, lowerCase);
    }

    static VersionFile of(ModelFile announced) {
        return new VersionFile(announced.getPath(), announced.getBytes(), announced.getSha256());
    }

    /** The file as an announcement lists it. */
    public ModelFile announced() {
        return new ModelFile(path, bytes, sha256);
    }
}
