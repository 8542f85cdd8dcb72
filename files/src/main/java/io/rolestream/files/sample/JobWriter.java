package io.rolestream.files.sample;

import io.rolestream.files.sample.words.JobVocabulary;
import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.Skill;
import io.rolestream.files.sample.words.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Writes the title and the description of a posting. */
record JobWriter(Vocabulary vocabulary, ProseWriter prose) {

    private static final double OWN_TITLE_SHARE = 0.76;
    private static final double MISLEADING_TITLE_SHARE = 0.06;
    private static final double LISTED_SHARE = 0.75;
    private static final double BULLETS_SHARE = 0.3;

    /** Mostly the role's, sometimes one that says nothing, now and then another role's. */
    String title(Person wanted, Rng rng) {
        double kind = rng.share();
        String title = kind < OWN_TITLE_SHARE
                ? wanted.stack().titles().pick(rng)
                : kind < OWN_TITLE_SHARE + MISLEADING_TITLE_SHARE
                        ? wanted.neighbourStack().titles().pick(rng)
                        : words().genericTitles().pick(rng);
        String end = words().titleEnds().pick(rng);
        return (rng.chance(0.6) ? wanted.seniority().prefix() : "")
                + title
                + (end.isEmpty() || end.startsWith(",") ? end : " " + end);
    }

    /**
     * The posting in prose. It also names tools that the job does not need, as real postings do.
     *
     * @param needed skills, most of which it lists
     * @param welcome skills that are not needed
     */
    String description(
            Person wanted, List<Skill> needed, List<Skill> welcome, String company, Handwriting hand, Rng rng) {
        Blanks blanks = new Blanks(wanted, needed, hand, rng, prose);
        blanks.fill(rng.of(words().intros()).replace("{C}", company));
        blanks.out().append('\n').append(rng.of(words().teams()));
        List<String> told = new ArrayList<>();
        for (int i = rng.between(2, 4); i > 0; i--) {
            String duty = rng.of(
                    rng.chance(0.12) ? vocabulary.genericDuties : wanted.role().duties());
            if (!told.contains(duty)) {
                told.add(duty);
                blanks.out().append(' ');
                blanks.fill(duty);
            }
        }
        blanks.out().append('\n').append(rng.of(words().wishes()));
        boolean bullets = rng.chance(BULLETS_SHARE);
        list(needed, bullets, hand, rng, blanks.out());
        if (rng.chance(0.7)) {
            blanks.out().append('\n');
            blanks.fill(rng.of(words().years()));
        }
        if (!welcome.isEmpty() && rng.chance(0.6)) {
            blanks.out().append('\n').append(rng.of(words().extras()));
            list(welcome, bullets, hand, rng, blanks.out());
        }
        blanks.out().append('\n');
        if (rng.chance(0.4)) {
            blanks.out().append(around(wanted, rng)).append(' ');
        }
        blanks.fill(rng.of(words().offers()));
        return blanks.out().toString();
    }

    private JobVocabulary words() {
        return vocabulary.jobs;
    }

    private static void list(List<Skill> skills, boolean bullets, Handwriting hand, Rng rng, StringBuilder out) {
        String separator = " ";
        for (Skill skill : skills) {
            if (rng.chance(LISTED_SHARE)) {
                out.append(bullets ? "\n- " : separator);
                hand.write(skill, out);
                separator = ", ";
            }
        }
        out.append(bullets ? "" : ".");
    }

    private String around(Person wanted, Rng rng) {
        String sentence =
                rng.of(words().around()).replace("{r}", wanted.neighbour().role());
        while (sentence.contains("{o}")) {
            int at = sentence.indexOf("{o}");
            sentence = sentence.substring(0, at)
                    + wanted.neighbourStack().skills().pick(rng).name()
                    + sentence.substring(at + 3);
        }
        return sentence;
    }
}
