package io.rolestream.benchmarks.matching;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Jobs and resumes of made-up words, the same for the same seed. The words' frequencies follow Zipf's law, as those of
 * real texts do, so that postings lists have the lengths of real ones; each profile has a topic, which prefers some
 * skills and words, and whose centre its vector is near.
 */
final class MadeUpProfiles {
    static final int DIMENSIONS = 384;

    private static final int WORDS = 60_000;
    private static final int SKILLS = 3_000;
    private static final int TOPICS = 400;
    private static final double ZIPF = 1.05;
    private static final int JOB_WORDS = 180;
    private static final int RESUME_WORDS = 450;

    private final Random random;
    private final double[] words = zipf(WORDS);
    private final double[] skills = zipf(SKILLS);
    private final float[][] centres = new float[TOPICS][];

    MadeUpProfiles(long seed) {
        Random topics = new Random(0);
        for (int i = 0; i < TOPICS; i++) {
            centres[i] = vector(topics, new float[DIMENSIONS], 1);
        }
        random = new Random(seed);
    }

    Profile job(int number) {
        return profile(Side.JOB, "job-" + number, JOB_WORDS, 4 + random.nextInt(9));
    }

    Profile resume(int number) {
        return profile(Side.RESUME, "resume-" + number, RESUME_WORDS, 8 + random.nextInt(25));
    }

    private Profile profile(Side side, String id, int length, int skillCount) {
        int topic = random.nextInt(TOPICS);
        Set<String> named = new LinkedHashSet<>();
        while (named.size() < skillCount) {
            named.add(skill((draw(skills) + 7 * topic) % SKILLS));
        }
        StringBuilder body = new StringBuilder();
        for (int i = length / 2 + random.nextInt(length); i > 0; i--) {
            boolean ofTopic = random.nextInt(4) == 0;
            body.append(word(ofTopic ? (1000 + 131 * topic + draw(words)) % WORDS : draw(words)))
                    .append(' ');
        }
        List<String> list = new ArrayList<>(named);
        return new Profile(
                side,
                id,
                "",
                word(2000 + topic) + " " + word(100 + topic % 12),
                String.join(", ", list),
                body.toString(),
                list,
                RoleBelief.unknown(),
                "city " + random.nextInt(50),
                random.nextInt(5) == 0,
                null,
                side == Side.JOB ? Instant.ofEpochSecond(random.nextInt(1000)) : null,
                vector(random, centres[topic], 0.06f));
    }

    private static String skill(int number) {
        return number % 3 == 0 ? word(30_000 + number) + " " + word(number) : word(20_000 + number);
    }

    /** Pronounceable, and different for different numbers. */
    static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number + 1; rest > 0; rest /= 80) {
            word.append("bdfgklmnprstvzhj".charAt(rest % 80 / 5)).append("aeiou".charAt(rest % 5));
        }
        return word.toString();
    }

    private int draw(double[] cumulated) {
        double wanted = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, wanted);
        return found < 0 ? -found - 1 : found;
    }

    private static double[] zipf(int count) {
        double[] cumulated = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1 / Math.pow(i + 1, ZIPF);
            cumulated[i] = sum;
        }
        return cumulated;
    }

    private static float[] vector(Random random, float[] centre, float spread) {
        float[] vector = new float[DIMENSIONS];
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = centre[i] + spread * (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
