package io.rolestream.matching.index;

import io.rolestream.common.files.FileException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Puts jobs and commits until it is killed, or until the disk refuses. Prints each commit, then the error. */
final class IndexingProcess {
    private IndexingProcess() {}

    public static void main(String[] arguments) throws FileException {
        int perCommit = Integer.parseInt(arguments[1]);
        Random random = new Random(1);
        try (LuceneMatchIndex index = LuceneMatchIndex.open(Path.of(arguments[0]), IndexSettings.defaults(), "1")) {
            int next = Integer.parseInt(index.committed().getOrDefault("next", "0"));
            while (true) {
                for (int i = 0; i < perCommit; i++) {
                    StringBuilder body = new StringBuilder();
                    for (int word = 0; word < 50; word++) {
                        body.append(Long.toString(random.nextLong() >>> 20, 36)).append(' ');
                    }
                    index.put(IndexedProfiles.job("job-" + next++, "Java", body.toString(), "java")
                            .withVector(IndexedProfiles.vector(random, 64)));
                }
                index.commit(Map.of("next", String.valueOf(next)));
                index.refresh();
                System.out.println(next);
            }
        } catch (UncheckedIOException e) {
            System.out.println(String.valueOf(e.getCause()).replaceFirst("^[^:]*: ", ""));
        }
    }
}
