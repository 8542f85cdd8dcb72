package io.rolestream.files.sample.words;

import java.util.List;

/** How far a career has come: determines the numbers of years and of skills. */
public enum Seniority {
    INTERN("", 0, 1, 4, 9),
    JUNIOR("Junior ", 0.5, 3, 5, 14),
    MID("", 2, 7, 7, 20),
    SENIOR("Senior ", 5, 14, 10, 28),
    LEAD("Lead ", 8, 20, 10, 32),
    PRINCIPAL("Principal ", 12, 30, 12, 36);

    private static final Weighted<Seniority> COMMONNESS =
            Weighted.of(List.of(values()), new double[] {4, 18, 35, 28, 10, 5});

    private final String prefix;
    private final double leastYears;
    private final double mostYears;
    private final int fewestSkills;
    private final int mostSkills;

    Seniority(String prefix, double leastYears, double mostYears, int fewestSkills, int mostSkills) {
        this.prefix = prefix;
        this.leastYears = leastYears;
        this.mostYears = mostYears;
        this.fewestSkills = fewestSkills;
        this.mostSkills = mostSkills;
    }

    public static Seniority pick(Rng rng) {
        return COMMONNESS.pick(rng);
    }

    /** What precedes a title, with a space. */
    public String prefix() {
        return prefix;
    }

    public boolean isBeginner() {
        return this == INTERN || this == JUNIOR;
    }

    /** In half years, fewer are likelier. */
    public float years(Rng rng) {
        double years = leastYears + (mostYears - leastYears) * Math.min(rng.share(), rng.share() + 0.2);
        return Math.round(years * 2) / 2f;
    }

    /** Fewer are likelier. */
    public int skillCount(Rng rng) {
        return Math.min(rng.between(fewestSkills, mostSkills), rng.between(fewestSkills, mostSkills + 6));
    }
}
