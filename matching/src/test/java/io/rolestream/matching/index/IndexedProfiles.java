package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Profiles for tests of the index. */
final class IndexedProfiles {
    private static final List<String> WORDS =
            List.of("java", "spring", "python", "kafka", "sql", "design", "react", "testing", "linux", "cloud");

    private IndexedProfiles() {}

    static Profile job(String id, String title, String body, String... skills) {
        return new Profile(
                Side.JOB,
                id,
                "0",
                title,
                String.join(", ", skills),
                body,
                List.of(skills),
                RoleBelief.unknown(),
                null,
                null,
                null,
                null,
                null);
    }

    static Profile resume(String body, String... skills) {
        return new Profile(
                Side.RESUME,
                "r",
                "0",
                "",
                String.join(", ", skills),
                body,
                List.of(skills),
                RoleBelief.unknown(),
                null,
                null,
                null,
                null,
                null);
    }

    static Profile at(Profile job, @Nullable String location, @Nullable Boolean remote, @Nullable Instant until) {
        return new Profile(
                job.side(),
                job.id(),
                job.contentHash(),
                job.title(),
                job.skillsText(),
                job.body(),
                job.skills(),
                job.roles(),
                location,
                remote,
                job.seniority(),
                until,
                job.vector());
    }

    /** A job of few words out of few, so that many have equal scores. */
    static Profile random(String id, Random random, int dimensions) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            body.append(word(random)).append(' ');
        }
        Profile job = job(id, word(random), body.toString(), word(random), word(random));
        Profile placed = at(
                job,
                random.nextBoolean() ? "Berlin" : "Paris",
                random.nextInt(4) == 0,
                random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt(100)) : null);
        return dimensions == 0 || random.nextInt(5) == 0 ? placed : placed.withVector(vector(random, dimensions));
    }

    /** A vector of length 1 with few different values, so that many have equal scores. */
    static float[] vector(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        vector[random.nextInt(dimensions)] = 0.6f;
        int other = random.nextInt(dimensions);
        if (vector[other] == 0) {
            vector[other] = random.nextBoolean() ? 0.8f : -0.8f;
        } else {
            vector[other] = 1;
        }
        return vector;
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
