package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.Skill;
import io.rolestream.files.sample.words.Weighted;
import java.util.List;
import java.util.Locale;

/** How one person writes skills: abbreviations, case, versions, typing errors. */
final class Handwriting {

    private enum Case {
        AS_IS,
        LOWER,
        UPPER
    }

    private static final Weighted<Case> CASES = Weighted.of(List.of(Case.values()), new double[] {84, 13, 3});
    private static final String NEIGHBOURING_KEYS = "qwertyuiopasdfghjklzxcvbnm";
    private static final int SHORTEST_MISTYPED = 4;

    private final Rng rng;
    private final Case letters;
    private final double variantShare;
    private final double versionShare;
    private final double typoShare;

    Handwriting(Rng rng, double typoShare) {
        this.rng = rng;
        this.letters = CASES.pick(rng);
        this.variantShare = rng.between(0.05, 0.55);
        this.versionShare = rng.chance(0.35) ? rng.between(0.1, 0.6) : 0;
        this.typoShare = typoShare;
    }

    void write(Skill skill, StringBuilder out) {
        String written = skill.name();
        if (skill.versions() != null && rng.chance(versionShare)) {
            written = versioned(written, skill.versions().pick(rng));
        } else if (skill.variants() != null && rng.chance(variantShare)) {
            written = skill.variants().pick(rng);
        }
        String cased = switch (letters) {
            case AS_IS -> written;
            case LOWER -> written.toLowerCase(Locale.ROOT);
            case UPPER -> written.toUpperCase(Locale.ROOT);
        };
        out.append(rng.chance(typoShare) ? mistyped(cased) : cased);
    }

    private String versioned(String name, String version) {
        return switch (rng.below(4)) {
            case 0 -> name + " (" + version + ")";
            case 1 -> name + " " + version + "+";
            default -> name + " " + version;
        };
    }

    private String mistyped(String written) {
        if (written.length() < SHORTEST_MISTYPED) {
            return written;
        }
        StringBuilder typed = new StringBuilder(written);
        int at = rng.between(1, written.length() - 2);
        switch (rng.below(4)) {
            case 0 -> typed.deleteCharAt(at);
            case 1 -> typed.insert(at, written.charAt(at));
            case 2 -> typed.setCharAt(at, NEIGHBOURING_KEYS.charAt(rng.below(NEIGHBOURING_KEYS.length())));
            default -> {
                typed.setCharAt(at, written.charAt(at + 1));
                typed.setCharAt(at + 1, written.charAt(at));
            }
        }
        return typed.toString();
    }
}
